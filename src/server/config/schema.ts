import Ajv from 'ajv';
import Type from 'typebox';
import { CallbackSetting, isCallbackEvent } from '../../protocol/callbacks.ts';
import { LIMITS, ZONE } from '../../protocol/limits.ts';
import { IceServer } from '../../protocol/media-messages.ts';
import type { ProjectCredential } from '../ports.ts';
import { type MediaAddress, type PortRange, parseMediaAddress, parsePortRange } from './media-addresses.ts';
import { network } from './network.ts';
import { choice, integer, json, list, type Setting, text } from './setting.ts';

/** API keys are decimal digits that fit a signed 32-bit integer, because two official server SDKs hold them as one. */
const MAX_API_KEY = 2_147_483_647;
const API_KEY = /^[1-9]\d{0,9}$/;
/** API secrets are 40 hexadecimal characters, because one official server SDK tests for that. */
const API_SECRET = /^[0-9a-f]{40}$/i;

const ajv = new Ajv({ strict: false });
const Projects = Type.Array(
  Type.Object({ apiKey: Type.String(), apiSecret: Type.String() }, { additionalProperties: false }),
);
const acceptsProjects = ajv.compile<readonly ProjectCredential[]>(Projects);
const acceptsIceServers = ajv.compile<readonly IceServer[]>(Type.Array(IceServer, { maxItems: 16 }));

const acceptsCallbacks = ajv.compile<readonly CallbackSetting[]>(
  Type.Array(CallbackSetting, { maxItems: LIMITS.callbacks }),
);

function parseApiKey(raw: unknown): string | undefined {
  const key = typeof raw === 'number' ? String(raw) : raw;
  return typeof key === 'string' && API_KEY.test(key) && Number(key) <= MAX_API_KEY ? key : undefined;
}

function isProjects(value: unknown): value is readonly ProjectCredential[] {
  return (
    acceptsProjects(value) &&
    value.every(({ apiKey, apiSecret }) => parseApiKey(apiKey) !== undefined && API_SECRET.test(apiSecret))
  );
}

function isCallbacks(value: unknown): value is readonly CallbackSetting[] {
  return (
    acceptsCallbacks(value) &&
    value.every(({ group, event, url }) => isCallbackEvent(group, event) && URL.canParse(url))
  );
}

const credentials = {
  apiKey: {
    env: 'CONCLAVE_API_KEY',
    expected: `a number from 1 to ${MAX_API_KEY}`,
    help: 'API key of the first project; goes with CONCLAVE_API_SECRET.',
    example: '481516234',
    defaultValue: undefined,
    defaultText: 'made on first start',
    parse: parseApiKey,
  } as Setting<string | undefined>,
  apiSecret: text<string | undefined>(
    {
      env: 'CONCLAVE_API_SECRET',
      expected: '40 hexadecimal characters',
      help: 'API secret of the first project. Signs REST calls and tokens.',
      example: '$(openssl rand -hex 20)',
      defaultValue: undefined,
      defaultText: 'made on first start',
      secret: true,
    },
    API_SECRET,
  ),
  projects: json<readonly ProjectCredential[]>(
    {
      env: 'CONCLAVE_PROJECTS',
      expected: 'a JSON list of {"apiKey": "<number>", "apiSecret": "<40 hexadecimal characters>"}',
      help: 'Further projects beside the first, each with its own key and secret.',
      example: '[{"apiKey":"481516235","apiSecret":"<40 hexadecimal characters>"}]',
      defaultValue: [],
      defaultText: 'none',
      secret: true,
    },
    isProjects,
  ),
  databaseUrl: text<string | undefined>(
    {
      env: 'CONCLAVE_DATABASE_URL',
      expected: 'a URL of the form postgres://user:password@host:port/database',
      help: 'Postgres database to use instead of the SQLite file in the data folder.',
      example: 'postgres://conclave:<password>@db.example.com:5432/conclave',
      defaultValue: undefined,
      defaultText: 'SQLite, in the data folder',
      secret: true,
    },
    /^postgres(ql)?:\/\/./,
  ),
  masterKey: text<string | undefined>(
    {
      env: 'CONCLAVE_MASTER_KEY',
      expected: '64 hexadecimal characters',
      help: 'Key that secrets in the database are sealed with; all servers of one database need the same.',
      example: '$(openssl rand -hex 32)',
      defaultValue: undefined,
      defaultText: 'made on first start, in the data folder',
      secret: true,
    },
    /^[0-9a-f]{64}$/i,
  ),
  dataDir: text<string>({
    env: 'CONCLAVE_DATA_DIR',
    expected: 'the path of a folder',
    help: 'Folder for the database, the generated credentials and the development certificate.',
    example: '/var/lib/conclave',
    defaultValue: '.conclave',
  }),
};

const media = {
  mediaIps: list<MediaAddress>(
    {
      env: 'CONCLAVE_MEDIA_IPS',
      expected: 'a comma-separated list of IP addresses, each alone or as listen=announced',
      help: 'Addresses media is received on; "=announced" is the address clients are told (behind NAT).',
      example: '10.0.0.5=203.0.113.7',
      defaultValue: [],
      defaultText: "loopback and the machine's own IPv4 addresses",
    },
    parseMediaAddress,
  ),
  mediaPorts: {
    env: 'CONCLAVE_MEDIA_PORTS',
    expected: 'a port range such as 40000-40999 (from 1024), or 0',
    help: 'UDP and TCP ports for media; 0 = any free ports.',
    example: '40000-40999',
    defaultValue: { min: 40_000, max: 40_999 },
    defaultText: '40000-40999',
    parse: parsePortRange,
  } as Setting<PortRange>,
  mediaWorkers: integer(
    {
      env: 'CONCLAVE_MEDIA_WORKERS',
      help: 'Media worker processes; 0 = one for each CPU core.',
      example: '4',
      defaultValue: 0,
      defaultText: 'one for each CPU core',
    },
    0,
    256,
  ),
  iceServers: json<readonly IceServer[]>(
    {
      env: 'CONCLAVE_ICE_SERVERS',
      expected: 'a JSON list of {"urls", "username"?, "credential"?}',
      help: 'STUN and TURN servers that clients are told to use.',
      example: '[{"urls":"stun:stun.example.com:3478"}]',
      defaultValue: [],
      defaultText: 'none',
      secret: true,
    },
    (value): value is readonly IceServer[] => acceptsIceServers(value),
  ),
};

const limits = {
  maxConnections: integer(
    {
      env: 'CONCLAVE_MAX_CONNECTIONS',
      help: 'Connections one session may hold, unless it was created with its own limit.',
      example: '500',
      defaultValue: 500,
    },
    1,
    100_000,
  ),
  maxProjectConnections: integer(
    {
      env: 'CONCLAVE_MAX_PROJECT_CONNECTIONS',
      help: 'Connections all sessions of one project together may hold on this server.',
      example: '5000',
      defaultValue: 100_000,
    },
    1,
    1_000_000,
  ),
  maxStreams: integer(
    {
      env: 'CONCLAVE_MAX_STREAMS',
      help: 'Streams one session may have at a time.',
      example: '50',
      defaultValue: 500,
    },
    1,
    100_000,
  ),
  tokenMaxHours: integer(
    {
      env: 'CONCLAVE_TOKEN_MAX_HOURS',
      help: 'Hours a client token is good for after it was made, whatever it says itself; at most 720 (30 days).',
      example: '24',
      defaultValue: 720,
    },
    1,
    720,
  ),
  messageRate: integer(
    {
      env: 'CONCLAVE_MESSAGE_RATE',
      help: 'Messages one connection may send per second, on average.',
      example: '100',
      defaultValue: 100,
    },
    1,
    100_000,
  ),
  signalRate: integer(
    {
      env: 'CONCLAVE_SIGNAL_RATE',
      help: 'Signals one connection may send per second, on average; twice as many at once.',
      example: '15',
      defaultValue: 15,
    },
    1,
    100_000,
  ),
  signalDeliveries: integer(
    {
      env: 'CONCLAVE_SIGNAL_DELIVERIES',
      help: 'Signals all connections of one session together may receive per second, on average; twice as many at once.',
      example: '10000',
      defaultValue: 10_000,
    },
    1,
    10_000_000,
  ),
  socketsPerAddress: integer(
    {
      env: 'CONCLAVE_SOCKETS_PER_ADDRESS',
      help: 'Signaling sockets one client address may hold (IPv6: one /64 network); an office behind NAT is one address.',
      example: '1000',
      defaultValue: 1000,
    },
    1,
    1_000_000,
  ),
  newcomersPerAddress: integer(
    {
      env: 'CONCLAVE_NEWCOMERS_PER_ADDRESS',
      help: 'How many of these sockets may be without a valid token yet; a full session may come back at once.',
      example: '500',
      defaultValue: 500,
    },
    1,
    1_000_000,
  ),
  requestRate: integer(
    {
      env: 'CONCLAVE_REQUEST_RATE',
      help: 'REST requests one address may make per minute.',
      example: '1200',
      defaultValue: 1200,
    },
    1,
    10_000_000,
  ),
  bodyBytes: integer(
    {
      env: 'CONCLAVE_BODY_BYTES',
      help: 'Largest body of a REST request, in bytes.',
      example: '262144',
      defaultValue: 262_144,
    },
    1024,
    16_777_216,
  ),
};

const callbacks = {
  callbacks: json<readonly CallbackSetting[]>(
    {
      env: 'CONCLAVE_CALLBACKS',
      expected:
        'a JSON list of {"projectId", "group", "event", "url", "secret": "<at least 32 characters>", "afterSeconds"?} with known groups and events',
      help: 'Callbacks that are always registered, beside those a back end registers over REST.',
      example:
        '[{"projectId":"481516234","group":"session","event":"created","url":"https://app.example.com/events","secret":"<at least 32 characters>"}]',
      defaultValue: [],
      defaultText: 'none',
      secret: true,
    },
    isCallbacks,
  ),
  callbackPrivate: choice(
    {
      env: 'CONCLAVE_CALLBACK_PRIVATE',
      help: 'Whether callbacks may go to private addresses (your own network, this machine): on or off.',
      example: 'on',
      defaultValue: 'off',
    },
    ['off', 'on'],
  ),
  callbackBacklog: integer(
    {
      env: 'CONCLAVE_CALLBACK_BACKLOG',
      help: 'Callbacks that may wait for their receivers; what comes then is lost, and the numbers show the gap.',
      example: '1000000',
      defaultValue: 100_000,
    },
    1,
    100_000_000,
  ),
};

const operation = {
  zone: text<string | undefined>(
    {
      env: 'CONCLAVE_ZONE',
      expected: 'a name of lower-case letters, digits and hyphens, at most 32',
      help: 'Where this server is; a session created with a zone is held only by servers of that zone.',
      example: 'eu-frankfurt',
      defaultValue: undefined,
      defaultText: 'none',
    },
    new RegExp(ZONE),
  ),
  drainSeconds: integer(
    {
      env: 'CONCLAVE_DRAIN_SECONDS',
      help: 'How long calls may go on after SIGTERM or SIGINT, while newcomers are refused; a second signal ends them at once.',
      example: '600',
      defaultValue: 0,
    },
    0,
    86_400,
  ),
  logLevel: choice(
    {
      env: 'CONCLAVE_LOG_LEVEL',
      help: 'How much is logged: fatal, error, warn, info, debug, trace or silent.',
      example: 'info',
      defaultValue: 'info',
    },
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
  ),
  logFormat: choice(
    {
      env: 'CONCLAVE_LOG_FORMAT',
      help: 'json, pretty, or auto: pretty on a terminal, json elsewhere. The log goes to standard error.',
      example: 'json',
      defaultValue: 'auto',
    },
    ['auto', 'json', 'pretty'],
  ),
  apiDocs: choice(
    {
      env: 'CONCLAVE_API_DOCS',
      help: 'The REST API as an OpenAPI document at /openapi.json and as a page at /docs/api/: on or off.',
      example: 'off',
      defaultValue: 'on',
    },
    ['on', 'off'],
  ),
  demo: choice(
    {
      env: 'CONCLAVE_DEMO',
      help: 'The demo app at /demo/: on, off, or auto: on when its folder is there.',
      example: 'off',
      defaultValue: 'auto',
    },
    ['auto', 'on', 'off'],
  ),
};

/** Every setting: its key in the JSON file -> how it is named, read, checked and explained. */
export const SETTINGS = { ...network, ...credentials, ...media, ...limits, ...callbacks, ...operation };

/** Settings by their keys. */
export type SettingKey = keyof typeof SETTINGS;
/** The server's settings, checked. */
export type Config = {
  readonly [Key in SettingKey]: (typeof SETTINGS)[Key] extends Setting<infer Value> ? Value : never;
};
