import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

/** Answers every failure as `{ error: { code, message } }` in words a person can act on; unknown ones are logged. */
export function sendError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toRefusal(error);
  if (refusal.statusCode >= 500) request.log.error({ err: refusal.cause ?? error }, 'demo request failed');
  return reply.code(refusal.statusCode).send({ error: { code: refusal.code, message: refusal.message } });
}

function toRefusal(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error;
  if (error.statusCode === 429) {
    return new Refusal(429, 'tooManyRequests', 'Too many attempts. Wait a minute and try again.');
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new Refusal(error.statusCode, 'invalidRequest', 'The server did not understand this request.');
  }
  return new Refusal(500, 'internal', 'Something went wrong on the server. Try again in a moment.');
}
