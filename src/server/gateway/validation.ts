import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Handshake } from '../../protocol/handshake.ts';
import { REQUESTS, type RequestName } from '../../protocol/requests.ts';
import { invalidMessage } from '../errors.ts';

// One error is enough for the sender, and finding all of them would let a sender choose how much work it makes.
const ajv = new Ajv({ allErrors: false, strict: true });

const validateHandshake = ajv.compile<Handshake>(Handshake);
const validators = new Map<string, ValidateFunction>(
  Object.entries(REQUESTS).map(([name, { data }]) => [name, ajv.compile(data)]),
);

/** Checks what a client sent when it connected. Throws `invalidMessage`, naming the field. */
export function parseHandshake(auth: unknown): Handshake {
  if (validateHandshake(auth)) return auth;
  throw invalidMessage(`handshake: ${toSentence(validateHandshake.errors)}`);
}

/** The session that a handshake names, if it is one at all; nothing of it has been proved. */
export function findTarget(auth: unknown): Pick<Handshake, 'apiKey' | 'sessionId'> | undefined {
  return validateHandshake(auth) ? auth : undefined;
}

/** Whether there is a request of this name. */
export function isRequestName(name: string): name is RequestName {
  return validators.has(name);
}

/** Whether this is a request's number: they count from 1. */
export function isRequestId(id: unknown): id is number {
  return Number.isSafeInteger(id) && (id as number) > 0;
}

/** Checks the data of a request. Throws `invalidMessage`, naming the field. */
export function checkRequest(name: RequestName, data: unknown): void {
  const validate = validators.get(name);
  if (validate === undefined || validate(data)) return;
  throw invalidMessage(`${name}: ${toSentence(validate.errors)}`);
}

function toSentence(errors: ErrorObject[] | null | undefined): string {
  const error = errors?.[0];
  if (error === undefined) return 'does not fit the schema.';
  const field = error.instancePath.slice(1).replaceAll('/', '.') || 'data';
  return `${field} ${error.message ?? 'does not fit the schema'}.`;
}
