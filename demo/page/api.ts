/** A refusal of the back end; `message` is made for people. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}

/** A meeting the host has opened; `expiresAt` in ms since the epoch. */
export interface OpenRoom {
  readonly roomId: string;
  readonly link: string;
  readonly expiresAt: number;
}

/** What the SDK needs to enter a session. */
export interface Ticket {
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

/** Camera and microphone, or watching only. */
export type As = 'participant' | 'viewer';

/** Whether this browser is signed in as host. */
export async function isSignedIn(): Promise<boolean> {
  return (await call<{ signedIn: boolean }>('GET', 'host')).signedIn;
}

/** Signs in as host; throws ApiError `wrongPasscode`. */
export async function signIn(passcode: string): Promise<void> {
  await call('POST', 'sign-in', { passcode });
}

/** Ends the host's sign-in. */
export async function signOut(): Promise<void> {
  await call('POST', 'sign-out', {});
}

/** Opens a meeting; for hosts. */
export function openRoom(): Promise<OpenRoom> {
  return call('POST', 'rooms', {});
}

/** Asks for the right to enter a meeting; throws ApiError `roomNotFound`. */
export function joinRoom(join: { roomId: string; name: string; as: As }): Promise<Ticket> {
  return call('POST', 'rooms/join', join);
}

/** Asks for a session of its own to test the connection in; throws ApiError `roomNotFound`. */
export function prepareCheck(roomId: string): Promise<Ticket> {
  return call('POST', 'rooms/check', { roomId });
}

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    console.warn('The back end cannot be reached.', cause);
    throw new ApiError('unreachable', 'The server cannot be reached. Check your connection and try again.');
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  const { error } = (answer ?? {}) as { error?: { code?: string; message?: string } };
  throw new ApiError(error?.code ?? 'unknown', error?.message ?? 'The server gave no usable answer. Try again later.');
}
