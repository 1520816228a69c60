import type {
  ConnectionData,
  Disconnected,
  OperatorRefusal,
  Overview,
  ProjectList,
  SessionDetail,
  SessionList,
  SignInState,
} from '../protocol/operator.ts';

const TIMEOUT_MS = 10_000;

/** Why a call failed: the sign-in has ended, the server is away, the thing is gone, or something else. */
export type FailureKind = 'signedOut' | 'away' | 'gone' | 'refused';

/** A call that failed; `message` is made for people. */
export class ApiError extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.name = 'ApiError';
    this.kind = kind;
  }
}

/** Which sessions are listed. */
export interface SessionChoice {
  readonly state: 'open' | 'created';
  readonly project: string;
  readonly search: string;
  readonly offset: number;
  readonly count: number;
}

/** Whether this browser is signed in. */
export async function isSignedIn(): Promise<boolean> {
  return (await call<SignInState>('GET', 'sign-in')).signedIn;
}

/** Signs in; throws an ApiError `signedOut` for a wrong passphrase. */
export async function signIn(passphrase: string): Promise<void> {
  await call('POST', 'sign-in', { passphrase });
}

/** Ends the sign-in. */
export async function signOut(): Promise<void> {
  await call('POST', 'sign-out', {});
}

/** How the server is, with the samples later than `since`. */
export const readOverview = (since: number): Promise<Overview> => call('GET', `overview?since=${since}`);

/** The projects of the server. */
export const readProjects = (): Promise<ProjectList> => call('GET', 'projects');

/** A page of sessions. */
export function readSessions({ state, project, search, offset, count }: SessionChoice): Promise<SessionList> {
  const query = new URLSearchParams({ state, offset: String(offset), count: String(count) });
  if (project !== '') query.set('project', project);
  if (search !== '') query.set('search', search);
  return call('GET', `sessions?${query}`);
}

/** One session with a page of its connections; throws an ApiError `gone`. */
export const readSession = (id: string, { offset, count }: { offset: number; count: number }): Promise<SessionDetail> =>
  call('GET', `${toPath(id)}?offset=${offset}&count=${count}`);

/** What the app says of a connection; throws an ApiError `gone`. */
export const readConnectionData = (sessionId: string, connectionId: string): Promise<ConnectionData> =>
  call('GET', `${toPath(sessionId)}/connections/${connectionId}/data`);

/** Ends a connection; throws an ApiError `gone`. */
export const disconnect = (sessionId: string, connectionId: string, revokeToken: boolean): Promise<Disconnected> =>
  call('DELETE', `${toPath(sessionId)}/connections/${connectionId}?revokeToken=${revokeToken}`);

const toPath = (sessionId: string): string => `sessions/${encodeURIComponent(sessionId)}`;

async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const response = await fetch(`api/${path}`, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => undefined);
  const answer: unknown = await response?.json().catch(() => undefined);
  if (response?.ok === true && answer !== undefined) return answer as T;
  const { error } = (answer ?? {}) as Partial<OperatorRefusal>;
  if (response === undefined || response.status >= 500 || error === undefined) {
    throw new ApiError('away', error?.message ?? 'The server does not answer.');
  }
  const kinds: Readonly<Record<number, FailureKind>> = { 401: 'signedOut', 404: 'gone' };
  throw new ApiError(kinds[response.status] ?? 'refused', error.message);
}
