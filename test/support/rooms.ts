/** One folder (or file) of the architecture and what it may reach. */
export interface Room {
  /** Folder or file, from the project's root. */
  readonly path: string;
  /** Folders and files of ours it may import, besides itself. */
  readonly mayImport: readonly string[];
  /** Files of which it may import types only. */
  readonly mayImportTypes?: readonly string[];
  /** Packages it may import. */
  readonly packages: readonly string[] | 'any';
  /** Whether Node's own modules are there. */
  readonly node: boolean;
  /** Where to go instead. */
  readonly hint: string;
}

const foundation = ['src/base', 'src/protocol'];
const browser = { packages: [], node: false };
const serverGround = [
  ...foundation,
  'src/server/ports.ts',
  'src/server/store-ports.ts',
  'src/server/measurements.ts',
  'src/server/errors.ts',
  'src/server/observations.ts',
];
/** What a stream needs, whether it is sent or received. */
const streamGround = [
  'src/base',
  'src/client/errors',
  'src/client/model',
  'src/client/devices',
  'src/client/widgets',
  'src/client/quality',
  'src/client/processing',
];
const widgetHint =
  'What a participant shows or captures is in client/widgets and client/devices; what the session decides is in client/session.';
const sideRoomHint =
  'A side room of the server talks to the domain through server/ports.ts; server/compose.ts joins the two.';

/** A room of the server that is one library behind one port. */
function sideRoom(name: string, packages: readonly string[]): Room {
  return { path: `src/server/${name}`, mayImport: serverGround, packages, node: true, hint: sideRoomHint };
}

/** The architecture's table of who may import whom; the longest matching path is a file's room. */
export const rooms: readonly Room[] = [
  {
    path: 'src/base',
    mayImport: [],
    ...browser,
    hint: 'base holds primitives for both sides; anything that knows the product belongs above it.',
  },
  {
    path: 'src/protocol',
    mayImport: ['src/base'],
    packages: ['typebox'],
    node: false,
    hint: 'protocol is the contract: no DOM, no Node, no behaviour.',
  },

  {
    path: 'src/client',
    mayImport: foundation,
    ...browser,
    hint: 'Only compose.ts, ot.ts and index.ts are outside the rooms of the client.',
  },
  { path: 'src/client/errors', mayImport: foundation, ...browser, hint: 'Errors know only the contract.' },
  {
    path: 'src/client/model',
    mayImport: foundation,
    ...browser,
    hint: 'The model is read-only views of the contract; who changes it is in client/session.',
  },
  {
    path: 'src/client/devices',
    mayImport: ['src/base', 'src/client/errors'],
    ...browser,
    hint: 'Devices know no session: the publisher asks them.',
  },
  {
    path: 'src/client/widgets',
    mayImport: ['src/base'],
    ...browser,
    hint: 'A widget is a function (options, state) -> element; publisher and subscriber feed it.',
  },
  {
    path: 'src/client/signaling',
    mayImport: [...foundation, 'src/client/errors'],
    packages: ['socket.io-client'],
    node: false,
    hint: 'Signaling carries messages; what they mean is in client/session/inbound.',
  },
  {
    path: 'src/client/media',
    mayImport: [...foundation, 'src/client/errors', 'src/client/model'],
    ...browser,
    hint: 'The engine gets what it needs from client/session as functions.',
  },
  {
    path: 'src/client/media/routed',
    mayImport: [
      ...foundation,
      'src/client/errors',
      'src/client/model',
      'src/client/media/engine.ts',
      'src/client/media/encryption.ts',
      'src/client/media/stats.ts',
    ],
    mayImportTypes: ['src/client/signaling/channel.ts'],
    packages: ['mediasoup-client'],
    node: false,
    hint: 'Routed and relayed media share only what stands in client/media itself.',
  },
  {
    path: 'src/client/quality',
    mayImport: ['src/base'],
    ...browser,
    hint: 'quality judges numbers; who measures them is in client/publisher and client/subscriber.',
  },
  {
    path: 'src/client/processing',
    mayImport: ['src/base', 'src/client/errors'],
    ...browser,
    hint: 'processing passes tracks through connectors; what a filter does is in client/filters.',
  },
  {
    path: 'src/client/filters',
    mayImport: ['src/base', 'src/client/processing'],
    packages: ['@twilio/video-processors', '@sapphi-red/web-noise-suppressor'],
    node: false,
    hint: 'A bundle of its own, loaded on demand: it shares types only with the rest of the client.',
  },
  {
    path: 'src/client/diagnostics',
    mayImport: ['src/base', 'src/client/quality'],
    mayImportTypes: [
      'src/client/errors/ot-error.ts',
      'src/client/media/engine.ts',
      'src/client/publisher/properties.ts',
      'src/client/publisher/publisher.ts',
      'src/client/publisher/stats.ts',
      'src/client/session/session.ts',
      'src/client/subscriber/stats.ts',
      'src/client/subscriber/subscriber.ts',
    ],
    ...browser,
    hint: 'A bundle of its own, loaded on demand: it uses the SDK it is handed, as an app would.',
  },
  {
    path: 'src/client/e2ee',
    mayImport: ['src/base'],
    ...browser,
    hint: 'A bundle of its own, loaded on demand; frames and keys are in its worker.',
  },
  {
    path: 'src/client/e2ee/worker',
    mayImport: ['src/client/e2ee/messages.ts'],
    ...browser,
    hint: 'What has the keys is small and whole: the worker knows nothing but its own folder and the messages.',
  },
  {
    path: 'src/client/publisher',
    mayImport: streamGround,
    mayImportTypes: ['src/client/media/engine.ts'],
    ...browser,
    hint: widgetHint,
  },
  {
    path: 'src/client/subscriber',
    mayImport: streamGround,
    mayImportTypes: ['src/client/media/engine.ts'],
    ...browser,
    hint: widgetHint,
  },
  {
    path: 'src/client/session',
    mayImport: [
      ...foundation,
      'src/client/errors',
      'src/client/model',
      'src/client/signaling',
      'src/client/quality',
      'src/client/publisher',
      'src/client/subscriber',
    ],
    mayImportTypes: ['src/client/media/engine.ts'],
    ...browser,
    hint: 'Which engine a session gets is decided in client/compose.ts.',
  },
  {
    path: 'src/client/compose.ts',
    mayImport: ['src/base', 'src/protocol', 'src/client'],
    ...browser,
    hint: 'The client never imports the server.',
  },
  {
    path: 'src/client/ot.ts',
    mayImport: ['src/base', 'src/protocol', 'src/client'],
    ...browser,
    hint: 'The client never imports the server.',
  },
  {
    path: 'src/client/index.ts',
    mayImport: ['src/base', 'src/protocol', 'src/client'],
    ...browser,
    hint: 'The client never imports the server.',
  },

  {
    path: 'src/server',
    mayImport: ['src/base', 'src/protocol', 'src/server'],
    packages: ['fastify', 'pino'],
    node: true,
    hint: 'The server never imports the client.',
  },
  {
    path: 'src/server/ports.ts',
    mayImport: [...foundation, 'src/server/measurements.ts'],
    packages: [],
    node: false,
    hint: 'Ports are types; they know no implementation.',
  },
  {
    path: 'src/server/measurements.ts',
    mayImport: foundation,
    packages: [],
    node: false,
    hint: 'What is measured is types, as the ports are.',
  },
  {
    path: 'src/server/store-ports.ts',
    mayImport: foundation,
    packages: [],
    node: false,
    hint: 'Ports are types; they know no implementation.',
  },
  {
    path: 'src/server/errors.ts',
    mayImport: foundation,
    packages: [],
    node: false,
    hint: 'Errors know only the contract.',
  },
  {
    path: 'src/server/observations.ts',
    mayImport: foundation,
    packages: [],
    node: false,
    hint: 'Observations are types; who counts them is in server/metrics.',
  },
  {
    path: 'src/server/sessions',
    mayImport: serverGround,
    packages: [],
    node: false,
    hint: 'The domain is pure: it sees media, storage and sockets only through server/ports.ts.',
  },
  {
    path: 'src/server/config',
    mayImport: serverGround,
    packages: ['typebox', 'ajv', 'selfsigned'],
    node: true,
    hint: sideRoomHint,
  },
  {
    path: 'src/server/gateway',
    mayImport: [...serverGround, 'src/server/sessions', 'src/server/tokens'],
    packages: ['socket.io', 'ajv', 'typebox', '@fastify/proxy-addr', 'ipaddr.js'],
    node: true,
    hint: 'A door speaks to server/sessions; media and storage are behind it.',
  },
  {
    path: 'src/server/http',
    mayImport: [...serverGround, 'src/server/sessions', 'src/server/tokens', 'src/server/archives'],
    packages: [
      'fastify',
      '@fastify/cookie',
      '@fastify/cors',
      '@fastify/formbody',
      '@fastify/helmet',
      '@fastify/rate-limit',
      '@fastify/static',
      '@fastify/swagger',
      '@fastify/swagger-ui',
      'ajv',
      'typebox',
    ],
    node: true,
    hint: 'A door speaks to server/sessions; media and storage are behind it.',
  },
  {
    path: 'src/server/commands',
    mayImport: [...serverGround, 'src/server/config', 'src/server/store'],
    packages: [],
    node: true,
    hint: 'A command is a door for operators: it speaks to the store; server/cli.ts gives it what it works with.',
  },
  {
    path: 'src/server/admin',
    mayImport: [...serverGround, 'src/server/sessions', 'src/server/http/error-response.ts'],
    packages: ['fastify', '@fastify/cookie', '@fastify/rate-limit', '@fastify/static'],
    node: true,
    hint: 'The operator reads server/sessions and the ports; what the page looks like is in src/operator.',
  },
  sideRoom('media', ['mediasoup']),
  sideRoom('tokens', ['jose']),
  sideRoom('store', ['kysely', 'pg']),
  sideRoom('logging', ['pino', 'pino-pretty']),
  {
    ...sideRoom('webhooks', ['ipaddr.js']),
    mayImportTypes: ['src/server/sessions/facts.ts'],
  },
  {
    ...sideRoom('metrics', ['prom-client']),
    mayImportTypes: ['src/server/sessions/census.ts', 'src/server/sessions/facts.ts'],
    hint: 'metrics counts what it is told and asks what compose.ts hands it; who knows more is no business of it.',
  },

  {
    path: 'src/operator',
    mayImport: [],
    mayImportTypes: ['src/protocol/operator.ts'],
    packages: ['uplot'],
    node: false,
    hint: "The operator's page asks its server for everything, with the calls in protocol/operator.ts.",
  },

  {
    path: 'demo',
    mayImport: [],
    packages: 'any',
    node: true,
    hint: 'The demo is a customer: it uses the published SDK and the public REST API only.',
  },
  {
    path: 'bench',
    mayImport: ['src/base', 'test/support'],
    packages: 'any',
    node: true,
    hint: 'The bench measures from outside, as a customer would.',
  },
  { path: 'test', mayImport: ['src', 'demo', 'scripts'], packages: 'any', node: true, hint: '' },
];

/** The room of a file given from the project's root; undefined for a file that is in none. */
export function findRoom(file: string): Room | undefined {
  return rooms
    .filter(({ path }) => file === path || file.startsWith(`${path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}
