import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorRefusal } from '../../protocol/operator.ts';
import { fromFastify, toStatus } from '../http/error-response.ts';

/** Answers every failure as `{ error: { code, message } }`; unknown ones are logged and not shown. */
export function sendOperatorRefusal(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = fromFastify(error);
  const { code, message } = refusal;
  if (code === 'internal') request.log.error({ err: refusal.cause ?? error }, "request of the operator's page failed");
  const body: OperatorRefusal = { error: { code, message } };
  // A browser's page knows 401, unlike the SDKs that the REST API is for.
  return reply.code(code === 'authenticationFailed' ? 401 : toStatus(refusal)).send(body);
}
