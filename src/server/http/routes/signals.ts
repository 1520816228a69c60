import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LIMITS, SIGNAL_TYPE } from '../../../protocol/limits.ts';
import { ConnectionPath, SessionPath, SignalBody } from '../../../protocol/rest.ts';
import { invalidMessage, tooLarge } from '../../errors.ts';
import { toProjectSchema } from '../operation.ts';
import type { SessionDirectory } from '../session-directory.ts';

const TYPE = new RegExp(SIGNAL_TYPE);

const TO_ALL = toProjectSchema({
  id: 'signalAll',
  tag: 'Signals',
  summary: 'Sends a signal to everyone in a session',
  description: 'Done, too, when nobody is there. Clients get it with `from: null`.',
  params: SessionPath,
  body: SignalBody,
  refusals: [404],
});
const TO_ONE = toProjectSchema({
  id: 'signalConnection',
  tag: 'Signals',
  summary: 'Sends a signal to one connection',
  params: ConnectionPath,
  body: SignalBody,
  refusals: [404],
});

/** `.../signal` and `.../connection/{id}/signal`: text to everyone in a session, or to one. */
export function registerSignals(app: FastifyInstance, root: string, directory: SessionDirectory): void {
  const path = `${root}/session/:sessionId`;
  app.post<{ Body: SignalBody }>(
    `${path}/signal`,
    { schema: TO_ALL, preValidation: refuseNull, config: { audit: false } },
    async (request, reply) => {
      const signal = toSignal(request.body);
      const { live } = await directory.find(request);
      // Nobody is there to hear it: that is no failure.
      live?.signals.announce(signal);
      return reply.code(204).send();
    },
  );

  app.post<{ Body: SignalBody; Params: ConnectionPath }>(
    `${path}/connection/:connectionId/signal`,
    { schema: TO_ONE, preValidation: refuseNull, config: { audit: false } },
    async (request, reply) => {
      const signal = toSignal(request.body);
      const { signals } = await directory.findLive(request);
      signals.announce({ ...signal, to: request.params.connectionId });
      return reply.code(204).send();
    },
  );
}

/** No body is an empty one, as elsewhere. But elsewhere null means absent; a signal of nothing is a mistake. */
async function refuseNull(request: FastifyRequest): Promise<void> {
  request.body ??= {};
  const { type, data } = request.body as Record<string, unknown>;
  if (type === null || data === null) throw invalidMessage('type and data are texts, not null.');
}

/** The signal as it travels; throws `tooLarge`, `invalidMessage`. */
function toSignal({ type, data }: SignalBody): { type?: string; data?: string } {
  if (type !== undefined && type.length > LIMITS.signalType) {
    throw tooLarge(`type: at most ${LIMITS.signalType} characters.`);
  }
  if (type !== undefined && type !== '' && !TYPE.test(type)) {
    throw invalidMessage('type: letters, digits, "-", "_", ".", and "~" only.');
  }
  if (data !== undefined && Buffer.byteLength(data) > LIMITS.signalData) {
    throw tooLarge(`data: at most ${LIMITS.signalData} bytes.`);
  }
  return {
    ...(type !== undefined && type !== '' && { type }),
    ...(data !== undefined && { data: JSON.stringify(data) }),
  };
}
