import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WireErrorCode } from '../../protocol/error-codes.ts';
import type { RestError } from '../../protocol/rest.ts';
import { invalidMessage, notFound, ServiceError, tooLarge, toServiceError } from '../errors.ts';

/** The one table from a refusal's code to its HTTP status. 403 for credentials, because OpenTok's SDKs know no 401. */
const STATUS: Readonly<Record<WireErrorCode, number>> = {
  invalidMessage: 400,
  tooLarge: 413,
  rateLimited: 429,
  authenticationFailed: 403,
  invalidSession: 404,
  protocolMismatch: 400,
  notPermitted: 403,
  notFound: 404,
  conflict: 409,
  notReady: 409,
  connectionLimit: 409,
  streamLimit: 409,
  encryptionTooWeak: 409,
  draining: 503,
  notSupported: 501,
  internal: 500,
};

/** OpenTok's generic error code. */
const GENERIC_CODE = -1;

/** The HTTP status of a refusal. */
export function toStatus(error: ServiceError): number {
  return STATUS[error.code];
}

/** A refusal in the form OpenTok's SDKs read; each of them looks at another of its fields. */
export function toRestError(error: ServiceError): RestError {
  return { code: GENERIC_CODE, message: error.message, description: error.message };
}

/** Makes every error and every unknown path a JSON answer; unknown errors are logged and not shown. */
export function registerErrorResponses(app: FastifyInstance): void {
  app.setErrorHandler(sendRefusal);
  app.setNotFoundHandler((_request, reply) => send(reply, notFound('There is nothing at this path with this method.')));
}

/** Answers an error thrown while a request was handled. */
export function sendRefusal(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = fromFastify(error);
  if (refusal.code === 'internal') request.log.error({ err: refusal.cause ?? error }, 'request failed');
  return send(reply, refusal);
}

function send(reply: FastifyReply, refusal: ServiceError): FastifyReply {
  return reply.code(toStatus(refusal)).type('application/json').send(toRestError(refusal));
}

/** Fastify's own errors as ours; the words are ours too, because Fastify's can quote the request. */
export function fromFastify(error: FastifyError): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error.validation !== undefined) {
    const [first] = error.validation;
    const field = first?.instancePath.slice(1).replaceAll('/', '.') || 'The body';
    return invalidMessage(`${field}: ${first?.message ?? 'not valid'}`);
  }
  if (error.statusCode === 413) return tooLarge('The body is too large.');
  if (error.statusCode === 415) return invalidMessage('The body is neither JSON nor a form.');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return invalidMessage('The request is not well-formed.');
  }
  return toServiceError(error);
}
