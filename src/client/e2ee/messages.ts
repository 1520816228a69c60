/** Bytes with a memory of their own, which can move to the other side. */
type Bytes = Uint8Array<ArrayBuffer>;

/** What a track is, and which way its frames go. */
export type TrackOptions =
  | { readonly direction: 'encrypt'; readonly kind: 'audio' | 'video'; readonly source: number }
  | {
      readonly direction: 'decrypt';
      readonly kind: 'audio' | 'video';
      readonly source: number;
      readonly senderId: string;
    };

/** From the page to the worker. Those with an `id` are answered by `settled`. */
export type Command =
  | {
      readonly type: 'open';
      readonly scheme: 'secret' | 'epoch';
      readonly sessionId: string;
      /** At least 16 random bytes of the session; with a secret only. */
      readonly salt: Bytes;
    }
  | { readonly type: 'identify'; readonly senderId: string; readonly index: number }
  | { readonly type: 'setSecret'; readonly id: number; readonly secret: Bytes }
  | { readonly type: 'setEpochKey'; readonly id: number; readonly epoch: number; readonly key: Bytes }
  | { readonly type: 'sendWithEpoch'; readonly id: number; readonly epoch: number }
  | { readonly type: 'addSender'; readonly senderId: string; readonly index: number; readonly random: Bytes }
  | { readonly type: 'removeSender'; readonly senderId: string }
  /** The streams of `createEncodedStreams`, where a browser has no script transforms. */
  | {
      readonly type: 'transform';
      readonly options: TrackOptions;
      readonly readable: ReadableStream;
      readonly writable: WritableStream;
    };

/** From the worker to the page. */
export type Report =
  /** `random`: what the others need to derive the keys of our frames; no secret. */
  | { readonly type: 'ready'; readonly random: Bytes }
  | { readonly type: 'settled'; readonly id: number; readonly done: boolean }
  /** Frames of a sender came with a key id that we have no key for: another secret, or an epoch to come. */
  | { readonly type: 'missingKey'; readonly senderId: string }
  /** Frames of a sender were forged or damaged, or are under a key that is gone; `count` since it was added. */
  | { readonly type: 'failed'; readonly senderId: string; readonly count: number }
  | { readonly type: 'recovered'; readonly senderId: string }
  /** Frames of a track are dropped for good: no way to encrypt their codec, or no counter left; or too many senders. */
  | { readonly type: 'blocked'; readonly reason: 'codec' | 'counter' | 'senders' };

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '' && value.length <= 512;
const isNumber =
  (highest: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= highest;
const isBytes =
  (least: number, most: number): Check =>
  (value) =>
    value instanceof Uint8Array && value.length >= least && value.length <= most;
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isStream =
  (type: 'ReadableStream' | 'WritableStream'): Check =>
  (value) =>
    Object.prototype.toString.call(value) === `[object ${type}]`;

const isIndex = isNumber(2 ** 32 - 1);
const isCount = isNumber(Number.MAX_SAFE_INTEGER);

type Fields = Readonly<Record<string, Check>>;

const trackFields = { kind: isOneOf('audio', 'video'), source: isNumber(255) };
const directions: Readonly<Record<string, Fields>> = {
  encrypt: trackFields,
  decrypt: { ...trackFields, senderId: isText },
};

const commands: Readonly<Record<Command['type'], Fields>> = {
  open: { scheme: isOneOf('secret', 'epoch'), sessionId: isText, salt: isBytes(0, 64) },
  identify: { senderId: isText, index: isIndex },
  setSecret: { id: isCount, secret: isBytes(1, 4096) },
  setEpochKey: { id: isCount, epoch: isCount, key: isBytes(32, 64) },
  sendWithEpoch: { id: isCount, epoch: isCount },
  addSender: { senderId: isText, index: isIndex, random: isBytes(16, 16) },
  removeSender: { senderId: isText },
  transform: {
    options: (value) => parseTrackOptions(value) !== undefined,
    readable: isStream('ReadableStream'),
    writable: isStream('WritableStream'),
  },
};

const reports: Readonly<Record<Report['type'], Fields>> = {
  ready: { random: isBytes(16, 16) },
  settled: { id: isCount, done: (value) => typeof value === 'boolean' },
  missingKey: { senderId: isText },
  failed: { senderId: isText, count: isCount },
  recovered: { senderId: isText },
  blocked: { reason: isOneOf('codec', 'counter', 'senders') },
};

/** The value, when it has every field of the form that its `name` says. */
function parse<Form>(value: unknown, name: string, forms: Readonly<Record<string, Fields>>): Form | undefined {
  const given = Object(value) as Record<string, unknown>;
  const form = String(given[name]);
  const fields = Object.hasOwn(forms, form) ? forms[form] : undefined;
  if (fields === undefined) return undefined;
  return Object.entries(fields).every(([field, check]) => check(given[field])) ? (value as Form) : undefined;
}

/** A command as the worker accepts it, or undefined. */
export function parseCommand(value: unknown): Command | undefined {
  return parse(value, 'type', commands);
}

/** A report as the page accepts it, or undefined. */
export function parseReport(value: unknown): Report | undefined {
  return parse(value, 'type', reports);
}

/** Options of a transform, or undefined. */
export function parseTrackOptions(value: unknown): TrackOptions | undefined {
  return parse(value, 'direction', directions);
}
