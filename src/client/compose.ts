import { Emitter } from '../base/emitter.ts';
import { Logger } from '../base/logger.ts';
import { settle } from '../base/twin.ts';
import { AudioOutput } from './devices/audio-output.ts';
import { type CaptureOptions, isNone } from './devices/constraints.ts';
import type { DiagnosticsHost } from './diagnostics/host.ts';
import type { Diagnostics } from './diagnostics/index.ts';
import { createError, getErrorTitleByCode, invalidParameter } from './errors/catalogue.ts';
import type { OTError } from './errors/ot-error.ts';
import type { IceChoice } from './media/engine.ts';
import { prepareDevice } from './media/routed/device.ts';
import { RoutedEngine } from './media/routed/engine.ts';
import { createEvent, type EventWith } from './model/event.ts';
import { Registry } from './model/registry.ts';
import type { Filters } from './processing/filter.ts';
import type { PublisherProperties } from './publisher/properties.ts';
import { Publisher } from './publisher/publisher.ts';
import { openSources } from './publisher/sources.ts';
import { refuseProperties, sortArguments, type Target } from './session/arguments.ts';
import { refuseInsecureOrigin } from './session/security.ts';
import { Session, type SessionOptions } from './session/session.ts';
import { resolveServerUrl } from './signaling/server-url.ts';
import { SocketOpener } from './signaling/socket-io.ts';
import { Subscriber } from './subscriber/subscriber.ts';

/** What a page may set before it loads the SDK. */
interface PageConfiguration {
  readonly OTProperties?: {
    /** Where the server is. */
    readonly apiURL?: string;
    /** Where the parts of the SDK are that are loaded on demand, when that is not the server. */
    readonly assetURL?: string;
  };
}

/** Every error of the SDK, in addition to the callback or promise that reports it. */
export interface ExceptionEvents {
  exception: EventWith<
    'exception',
    object,
    { code: number; title: string; message: string; error: OTError; stack: string | undefined }
  >;
}

/** Every HTTP and WebSocket address goes through it; see {@link useProxy}. */
let proxyUrl: string | undefined;
/** Sessions or publishers exist: it is too late for a proxy. */
let begun = false;

/** Read once: while the script runs is the only time that `document.currentScript` is known. */
const scriptUrl: string = import.meta.url;

/** Writes to the console; `OT.setLogLevel` sets how much. */
export const logger = new Logger();
const socketOpener = new SocketOpener();
const exceptions = new Emitter<ExceptionEvents>();
const sessionsById = new Map<string, Session>();
const publishersByNumber = new Map<string, Publisher>();
const subscribersByNumber = new Map<string, Subscriber>();
/** Where the sound of all subscribers is played. */
export const audioOutput = new AudioOutput();
let created = 0;

export { exceptions };
/** The sessions of this page. */
export const sessions = new Registry<Session>(sessionsById);
/** The publishers of this page that are not destroyed. */
export const publishers = new Registry<Publisher>(publishersByNumber);
/** The subscribers of this page that are not destroyed. */
export const subscribers = new Registry<Subscriber>(subscribersByNumber);

/** What failed without a callback to tell. */
const warn = (line: string): void => logger.log('warn', line);

/** Tells the app's `exception` listeners. */
function report(error: OTError, target: object): void {
  const { name, code, message, stack } = error;
  logger.log('warn', `${name} (${code}): ${message}`);
  const fields = { code, title: getErrorTitleByCode(code), message, error, stack };
  exceptions.emit('exception', createEvent('exception', target, fields));
}

/** Keeps an object in its registry until it is destroyed. */
function keep<Kept extends Publisher | Subscriber>(registry: Map<string, Kept>, kept: Kept): Kept {
  created += 1;
  const key = String(created);
  registry.set(key, kept);
  kept.once('destroyed', () => registry.delete(key));
  return kept;
}

/** The server's address; throws when there is none to be found. */
function resolveUrl(apiUrl: string | undefined): string {
  const { OTProperties } = globalThis as PageConfiguration;
  const pageUrl = globalThis.location?.href;
  const url = resolveServerUrl({ apiUrl, configured: OTProperties?.apiURL, scriptUrl, pageUrl });
  if (url === undefined) {
    throw createError(
      'OT_CONNECT_FAILED',
      "Where is the server? Give its address: OT.initSession(..., { apiUrl: 'https://...' }).",
    );
  }
  if (proxyUrl === undefined) return url;
  const { host, pathname } = new URL(url);
  return `${proxyUrl}/${host}${pathname.replace(/\/$/, '')}`;
}

/** Sends everything but media through a proxy from now on; problems are told as exceptions only. */
export function useProxy(url: string): void {
  const refusal = begun ? 'OT_SET_PROXY_URL_TIMING_ERROR' : 'OT_PROXY_URL_ALREADY_SET_ERROR';
  if (begun || proxyUrl !== undefined) {
    report(createError(refusal, 'setProxyUrl: call it once, before initSession and initPublisher.'), globalThis);
  } else if (URL.canParse(url)) proxyUrl = url.replace(/\/$/, '');
  else report(invalidParameter('setProxyUrl: give an address such as https://proxy.example.com'), globalThis);
}

/** Loads a part of the SDK that stands beside the script on the server. */
async function loadPart<Part>(path: string): Promise<Part> {
  const { assetURL } = (globalThis as PageConfiguration).OTProperties ?? {};
  const folder = assetURL?.replace(/\/$/, '') ?? `${resolveUrl(undefined)}/v2/js`;
  const url = `${folder}/${path}`;
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ url)) as Part;
}

/** The error of publishing from this page, if any; outside a page there is no origin to judge. */
function refusePublishing(): OTError | undefined {
  return globalThis.location === undefined ? undefined : refuseInsecureOrigin(globalThis.location);
}

const loadFilters = () => loadPart<Filters>('filters/filters.mjs');

function createPublisher(target: Target, properties: PublisherProperties | undefined): Publisher {
  begun = true;
  const refusal = () => refusePublishing() ?? refuseProperties(properties);
  const publisher = keep(
    publishersByNumber,
    new Publisher({ target, properties, deps: { refusal, warn, loadFilters } }),
  );
  publisher.captured.catch((error: OTError) => report(error, publisher));
  publisher.begin();
  return publisher;
}

function createSubscriber(subscription: Omit<ConstructorParameters<typeof Subscriber>[0], 'deps'>): Subscriber {
  const subscriber = keep(subscribersByNumber, new Subscriber({ ...subscription, deps: { warn } }));
  subscriber.once('videoElementCreated', ({ element }) => {
    subscriber.once('destroyed', audioOutput.attach(element));
  });
  return subscriber;
}

/** Captures as a publisher would, without making one. */
export async function captureMedia(options: CaptureOptions): Promise<MediaStream> {
  const refusal = refusePublishing();
  if (refusal !== undefined) throw refusal;
  if (isNone(options.audioSource) && isNone(options.videoSource)) {
    throw invalidParameter('getUserMedia: audioSource and videoSource are both null; give at least one');
  }
  return (await openSources(options, true, () => undefined)).stream;
}

/** The session of that id: always the same object. */
export function openSession(apiKey: string, sessionId: string, options: SessionOptions): Session {
  const known = sessionsById.get(sessionId);
  if (known !== undefined) return known;
  if (sessionsById.size === 0) globalThis.addEventListener?.('pagehide', leaveAll);
  const session = createSession(apiKey, sessionId, options);
  sessionsById.set(sessionId, session);
  return session;
}

function createSession(apiKey: string, sessionId: string, options: SessionOptions, ice?: IceChoice): Session {
  begun = true;
  return new Session(apiKey, sessionId, options, {
    openSocket: socketOpener.open,
    resolveUrl,
    createEngine: (deps) => new RoutedEngine({ ...deps, prepareDevice }),
    createPublisher,
    createSubscriber,
    refusePublishing,
    report,
    note: (event) => logger.note(event),
    ...(ice && { ice }),
  });
}

/** Loads what examines networks and problems, and what it needs of this page. */
export async function openDiagnostics(version: string): Promise<{ parts: Diagnostics; host: DiagnosticsHost }> {
  const parts = await loadPart<Diagnostics>('diagnostics.mjs');
  const host: DiagnosticsHost = {
    version,
    createSession: ({ apiKey, sessionId, apiUrl, ice }) =>
      createSession(apiKey, sessionId, apiUrl === undefined ? {} : { apiUrl }, ice),
    createPublisher: (properties) => createPublisher(undefined, properties),
    sessions: sessions.where(),
    publishers: publishers.where(),
    subscribers: subscribers.where(),
    lines: [...logger.lines],
  };
  return { parts, host };
}

/** The page goes away: others see a client that left, not one that was lost. */
function leaveAll({ persisted }: { persisted?: boolean }): void {
  if (!persisted) for (const session of sessionsById.values()) void session.disconnect();
}

/** Starts a publisher from the arguments of `OT.initPublisher`. */
export function openPublisher(values: readonly unknown[]): { publisher: Publisher; captured: Promise<void> } {
  const isLegacyKey = typeof values[0] === 'string' && document.getElementById(values[0]) === null;
  const { target, properties, callback } = sortArguments<PublisherProperties>(isLegacyKey ? values.slice(1) : values);
  const publisher = createPublisher(target, properties);
  const captured = publisher.captured;
  settle(captured, callback).catch(() => undefined);
  return { publisher, captured };
}

/** The promise form takes no function: whoever passes one expects the other form. */
export async function openPublisherPromise(values: readonly unknown[]): Promise<Publisher> {
  if (values.some((value) => typeof value === 'function')) {
    throw invalidParameter('initPublisher.promise: takes no callback.');
  }
  const { publisher, captured } = openPublisher(values);
  await captured;
  return publisher;
}

/** Opens the signaling socket of a server before `connect` needs it. */
export function warmSocket(apiUrl: string | undefined): void {
  socketOpener.warm(resolveUrl(apiUrl));
}
