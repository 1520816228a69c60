import { randomBytes } from 'node:crypto';
import { createUuid } from '../../../src/base/ids.ts';
import { createOfficialSdk, createSdkSession } from '../official-sdk.ts';
import { joinRaw, type RawClient } from '../raw-client.ts';
import { createRestCaller } from '../rest-caller.ts';
import { type ServerOptions, startServer, type TestServer } from '../server.ts';
import { now, signClientJwt, signJwt, signRestCredential, type TestProject } from '../tokens.ts';

/** What a request can name: of the project that asks, of another one, or of nobody. */
export const NAMES = [
  ...['ownProject', 'ownSession', 'ownEmptySession', 'ownStream', 'ownConnection', 'ownCallback'],
  ...['foreignProject', 'foreignSession', 'foreignStream', 'foreignConnection', 'foreignCallback', 'nobody'],
] as const;
/** One of them. */
export type Name = (typeof NAMES)[number];

/** How a request says whose it is. */
export const CREDENTIALS = [
  ...['right', 'none', 'foreign', 'client', 'foreignClient', 'expired', 'early', 'eternal', 'wrongSecret', 'unsigned'],
  ...['unknownIssuer', 'nullIssuer', 'garbage', 'long', 'endless', 'bearer', 'partner', 'both'],
] as const;
/** One of them. */
export type Credential = (typeof CREDENTIALS)[number];

/** Those with which a request may do something. */
export const GOOD_CREDENTIALS: readonly Credential[] = ['right', 'bearer', 'both'];

/** Stands in what requests bring, and must be in no refusal and no log. */
export const BROUGHT = 'Zaphod4711';

/** What a project is found with in the world. */
interface Side {
  readonly project: TestProject;
  /** Stands wherever this project has a name, data or text. */
  readonly mark: string;
  readonly sessionId: string;
  readonly emptySessionId: string;
  publisher: RawClient;
  viewer: RawClient;
  streamId: string;
  callbackId: string;
}

/** A server with two projects, each with a call that is going on; the first is the one that asks. */
export class FuzzWorld {
  readonly server: TestServer;
  readonly #own: Side;
  readonly #foreign: Side;
  readonly #tokens: Set<string>;

  constructor(parts: { server: TestServer; own: Side; foreign: Side; tokens: Set<string> }) {
    this.server = parts.server;
    this.#own = parts.own;
    this.#foreign = parts.foreign;
    this.#tokens = parts.tokens;
  }

  /** What this name means now. */
  resolve(name: Name): string {
    if (name === 'nobody') return createUuid();
    const side = name.startsWith('own') ? this.#own : this.#foreign;
    const what = name.replace(/^(own|foreign)/, '');
    const values: Record<string, string> = {
      Project: side.project.apiKey,
      Session: side.sessionId,
      EmptySession: side.emptySessionId,
      Stream: side.streamId,
      Connection: side.viewer.id,
      Callback: side.callbackId,
    };
    return values[what] ?? '';
  }

  /** The headers of a credential. */
  sign(credential: Credential): Record<string, string> {
    const { headers, secrets } = signHeaders(credential, this.#own, this.#foreign);
    for (const secret of secrets) this.#tokens.add(secret);
    return headers;
  }

  /** What no answer to the first project may hold. */
  get foreignValues(): readonly string[] {
    const { project, mark, sessionId, emptySessionId, publisher, viewer, streamId, callbackId } = this.#foreign;
    return [project.apiSecret, mark, sessionId, emptySessionId, publisher.id, viewer.id, streamId, callbackId];
  }

  /** What the log may not hold. */
  get unspeakable(): readonly string[] {
    const sides = [this.#own, this.#foreign];
    const parts = [...this.#tokens].flatMap((token) => token.split('.')).filter((part) => part.length > 20);
    return [BROUGHT, ...sides.flatMap(({ project, mark }) => [project.apiSecret, mark]), ...parts];
  }

  /** Whether the other project's call is as it was: nothing asked by the first may touch it. */
  get foreignIsUntouched(): boolean {
    const { publisher, viewer } = this.#foreign;
    const told = [...publisher.received, ...viewer.received].map(({ name }) => name);
    const gone = publisher.disconnectReason ?? viewer.disconnectReason;
    return gone === undefined && !told.some((name) => ['signal', 'muteForced', 'expelled'].includes(name));
  }

  /** Brings back what the last request has ended. */
  async mend(): Promise<void> {
    const own = this.#own;
    const { publisher, viewer } = own;
    for (const client of [publisher, viewer]) client.received.splice(1);
    if (publisher.disconnectReason !== undefined) {
      own.publisher = await join(this.server, own, this.#tokens);
      own.streamId = await own.publisher.publish({ name: own.mark, videoType: 'screen' });
    }
    if (viewer.disconnectReason !== undefined) own.viewer = await join(this.server, own, this.#tokens);
  }

  /** Registers a callback anew where the last request has removed it, or all that the requests have registered when there is no room. */
  async mendCallbacks(): Promise<void> {
    const { server } = this;
    const call = createRestCaller(server, this.#own.project);
    const { json } = await call('GET', 'callback');
    const others = (json as { id: string }[]).filter(({ id }) => id !== this.#own.callbackId);
    for (const { id } of others) await call('DELETE', `callback/${id}`);
    if (json.length === others.length) this.#own.callbackId = await registerCallback(server, this.#own, this.#tokens);
  }

  async close(): Promise<void> {
    for (const { publisher, viewer } of [this.#own, this.#foreign]) for (const one of [publisher, viewer]) one.leave();
    await this.server.close();
  }
}

/** Starts the server and both calls. */
export async function openFuzzWorld(env: ServerOptions['env'] = {}): Promise<FuzzWorld> {
  const other = { apiKey: '481516235', apiSecret: randomBytes(20).toString('hex') };
  const settings = { CONCLAVE_REQUEST_RATE: '10000000', CONCLAVE_LOG_LEVEL: 'trace', CONCLAVE_DEMO: 'off' };
  const server = await startServer({ env: { ...settings, CONCLAVE_PROJECTS: JSON.stringify([other]), ...env } });
  const tokens = new Set<string>();
  try {
    const own = await openSide(server, { project: server, mark: 'Trillian4711' }, tokens);
    const foreign = await openSide(server, { project: other, mark: 'Slartibartfast4711' }, tokens);
    return new FuzzWorld({ server, own, foreign, tokens });
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openSide(
  server: TestServer,
  { project: { apiKey, apiSecret }, mark }: Pick<Side, 'project' | 'mark'>,
  tokens: Set<string>,
): Promise<Side> {
  const project = { apiKey, apiSecret };
  const sdk = createOfficialSdk({ ...project, httpUrl: server.httpUrl });
  const create = async () => (await createSdkSession(sdk, { mediaMode: 'routed' })).sessionId;
  const [sessionId, emptySessionId] = [await create(), await create()];
  const found = { project, mark, sessionId, emptySessionId };
  const publisher = await join(server, found, tokens);
  const viewer = await join(server, found, tokens);
  const streamId = await publisher.publish({ name: mark, videoType: 'screen' });
  await viewer.subscribe(streamId);
  const callbackId = await registerCallback(server, found, tokens);
  return { ...found, publisher, viewer, streamId, callbackId };
}

async function join(
  server: TestServer,
  { project, mark, sessionId }: Pick<Side, 'project' | 'mark' | 'sessionId'>,
  tokens: Set<string>,
): Promise<RawClient> {
  const token = signClientJwt(project, sessionId, {
    role: 'moderator',
    connection_data: `name=${mark}`,
    nonce: randomBytes(8).toString('hex'),
  });
  tokens.add(token);
  const client = await joinRaw(server.httpUrl, { apiKey: project.apiKey, sessionId, token });
  await client.connectTransports();
  return client;
}

async function registerCallback(
  server: TestServer,
  { project, mark }: Pick<Side, 'project' | 'mark'>,
  tokens: Set<string>,
): Promise<string> {
  // Nobody is told: no name ends in this.
  const body = { group: 'archive', event: 'status', url: `https://${mark}.invalid/` };
  const { json } = await createRestCaller(server, project)('POST', 'callback', { body });
  tokens.add(json.secret);
  return json.id;
}

function signHeaders(credential: Credential, { project, sessionId }: Side, foreign: Side) {
  const at = now();
  const sign = (claims: Record<string, unknown>) => signRestCredential(project, claims);
  const own = (token: string) => ({ headers: { 'x-opentok-auth': token }, secrets: [token] });
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` }, secrets: [token] });
  const kinds: Readonly<Record<Credential, () => { headers: Record<string, string>; secrets: string[] }>> = {
    right: () => own(sign({})),
    none: () => ({ headers: {}, secrets: [] }),
    foreign: () => own(signRestCredential(foreign.project)),
    client: () => own(signClientJwt(project, sessionId, { role: 'moderator' })),
    foreignClient: () => own(signClientJwt(foreign.project, foreign.sessionId, { role: 'moderator' })),
    expired: () => own(sign({ iat: at - 900, exp: at - 600 })),
    early: () => own(sign({ iat: at + 900, exp: at + 1100, nbf: at + 900 })),
    eternal: () => own(sign({ exp: at + 86_400 * 365 })),
    wrongSecret: () => own(signRestCredential({ ...project, apiSecret: 'a'.repeat(40) })),
    unsigned: () => own(signJwt({ iss: project.apiKey, iat: at, exp: at + 60 }, '', { alg: 'none' })),
    unknownIssuer: () => own(sign({ iss: BROUGHT })),
    nullIssuer: () => own(sign({ iss: `${project.apiKey}\u0000` })),
    garbage: () => own(`${BROUGHT}.${BROUGHT}.${BROUGHT}`),
    long: () => own('A'.repeat(12_000)),
    endless: () => own('A'.repeat(20_000)),
    bearer: () => bearer(sign({})),
    partner: () => ({ headers: { 'x-tb-partner-auth': `${project.apiKey}\u00e9:${BROUGHT}` }, secrets: [] }),
    both: () => {
      const token = sign({});
      return { headers: { ...own(token).headers, authorization: `Bearer ${BROUGHT}` }, secrets: [token] };
    },
  };
  return kinds[credential]();
}
