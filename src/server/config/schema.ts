import Ajv from 'ajv';
import Type from 'typebox';
import { IceServer } from '../../protocol/media-messages.ts';
import type { ProjectCredential } from '../store-ports.ts';
import { admin } from './admin-settings.ts';
import { callbacks } from './callbacks.ts';
import { limits } from './limits.ts';
import { type MediaAddress, type PortRange, parseMediaAddress, parsePortRange } from './media-addresses.ts';
import { network } from './network.ts';
import { operation } from './operation.ts';
import { integer, json, list, type Setting, text } from './setting.ts';

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

/** Every setting: its key in the JSON file -> how it is named, read, checked and explained. */
export const SETTINGS = { ...network, ...credentials, ...media, ...limits, ...callbacks, ...operation, ...admin };

/** Settings by their keys. */
export type SettingKey = keyof typeof SETTINGS;
/** The server's settings, checked. */
export type Config = {
  readonly [Key in SettingKey]: (typeof SETTINGS)[Key] extends Setting<infer Value> ? Value : never;
};
