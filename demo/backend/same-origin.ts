import type { FastifyRequest } from 'fastify';
import { foreignOrigin, notJson } from './refusal.ts';

/**
 * Lets only the demo's own page write: the Origin header must name the host the request came to, and the body must be
 * JSON, which no HTML form can send. Together with the SameSite=Strict cookie this stops forged requests.
 */
export async function requireOwnPage(request: FastifyRequest): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  originOf(request);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw notJson();
}

/** The page's origin, for example `https://meet.example`; throws `foreignOrigin` when it is not this server's. */
export function originOf(request: FastifyRequest): string {
  const origin = request.headers.origin ?? '';
  const url = URL.parse(origin);
  if (url === null || url.host === '' || url.host !== request.headers.host) throw foreignOrigin();
  return url.origin;
}
