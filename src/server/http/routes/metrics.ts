import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticationFailed } from '../../errors.ts';
import { isFromThisMachine } from '../this-machine.ts';

/** The numbers of the server as text. */
export interface MetricsText {
  readonly contentType: string;
  print(): Promise<string>;
}

const BEARER = /^Bearer +(\S+)$/i;

/** `GET /metrics`: for whoever is on this machine, and for others with the token, if there is one. */
export function registerMetrics(
  app: FastifyInstance,
  { metrics, token }: { metrics: MetricsText; token: string | undefined },
): void {
  app.get('/metrics', async (request, reply) => {
    if (!isFromThisMachine(request.raw) && !carries(request, token)) {
      throw authenticationFailed(
        '/metrics is for this machine, and for those with the token of CONCLAVE_METRICS_TOKEN.',
      );
    }
    const text = await metrics.print();
    return reply.header('cache-control', 'no-store').header('content-type', metrics.contentType).send(text);
  });
}

/** Whether a request carries the token, in constant time. */
function carries({ headers }: FastifyRequest, token: string | undefined): boolean {
  const shown = BEARER.exec(headers.authorization ?? '')?.[1];
  if (token === undefined || shown === undefined) return false;
  return timingSafeEqual(toDigest(shown), toDigest(token));
}

function toDigest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
