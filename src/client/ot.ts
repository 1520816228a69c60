import { settle, withPromise } from '../base/twin.ts';
import {
  audioOutput,
  captureMedia,
  exceptions,
  logger,
  openDiagnostics,
  openPublisher,
  openPublisherPromise,
  openSession,
  publishers,
  sessions,
  subscribers,
  useProxy,
  warmSocket,
} from './compose.ts';
import type { ActiveAudioOutputDevice, AudioOutputDevice } from './devices/audio-output.ts';
import {
  canProcessMedia,
  listLabelledDevices,
  type MediaProcessorType,
  readScreenSharingCapability,
  readSupportedCodecs,
  type ScreenSharingCapability,
  type SupportedCodecs,
} from './devices/capabilities.ts';
import type { CaptureOptions } from './devices/constraints.ts';
import { type Device, listDevices } from './devices/list.ts';
import type { ReportIssueOptions } from './diagnostics/issue.ts';
import type { NetworkTestOptions, NetworkTestReport, NetworkTestResult } from './diagnostics/network-test.ts';
import type { NetworkTestMedia } from './diagnostics/returned-media.ts';
import type { Callback } from './errors/callback.ts';
import { createError } from './errors/catalogue.ts';
import type { PublisherProperties } from './publisher/properties.ts';
import type { Publisher } from './publisher/publisher.ts';
import type { Target } from './session/arguments.ts';
import type { Session, SessionOptions } from './session/session.ts';

export { ExceptionCodes, getErrorTitleByCode } from './errors/catalogue.ts';
export { OTError as Error, OTError } from './errors/ot-error.ts';
export { Capabilities } from './model/capabilities.ts';
export { Connection } from './model/connection.ts';
export type { SessionCounts } from './model/counts.ts';
export type { EncryptionInfo, MinimumEncryption, SessionEncryption } from './model/encryption.ts';
export { OTEvent as Event } from './model/event.ts';
export type { Registry } from './model/registry.ts';
export { Stream } from './model/stream.ts';
export type { MediaProcessorConnector } from './processing/connector.ts';
export type { AudioFilter, VideoFilter } from './processing/filter.ts';
export type { PublisherEvents } from './publisher/events.ts';
export type { PublisherProperties } from './publisher/properties.ts';
export { Publisher } from './publisher/publisher.ts';
export type { PublisherStats } from './publisher/stats.ts';
export type {
  NetworkCondition,
  NetworkConditionReason,
  NetworkDegradationSource,
  TransportQuality,
} from './quality/network-condition.ts';
export type { Quality, QualityScore } from './quality/score.ts';
export type { EndedReason, ReceivedSignal, SessionEvents, StreamPropertyChange } from './session/events.ts';
export type { IceConfig } from './session/ice-config.ts';
export { Session, type SessionOptions } from './session/session.ts';
export type { SignalOptions } from './session/signals.ts';
export type { JoinTimings } from './session/timings.ts';
export type { SubscriberEvents, VideoReason } from './subscriber/events.ts';
export type { SubscriberProperties } from './subscriber/properties.ts';
export type { SubscriberStats } from './subscriber/stats.ts';
export { Subscriber } from './subscriber/subscriber.ts';
export type { WidgetStyle } from './widgets/style.ts';
export type {
  ActiveAudioOutputDevice,
  AudioOutputDevice,
  Callback,
  CaptureOptions,
  Device,
  MediaProcessorType,
  NetworkTestMedia,
  NetworkTestOptions,
  NetworkTestReport,
  NetworkTestResult,
  ReportIssueOptions,
  ScreenSharingCapability,
  SupportedCodecs,
  Target,
};
export { publishers, sessions, subscribers };

/** The release, with a leading "v". */
export const version = 'v0.1.0';

/** Nothing is written to the console. */
export const NONE = 0;
export const ERROR = 1;
export const WARN = 2;
export const INFO = 3;
export const LOG = 4;
export const DEBUG = 5;
export const SPAM = 6;
/** {@link checkSystemRequirements}: the browser can be used. */
export const HAS_REQUIREMENTS = 1;
/** {@link checkSystemRequirements}: the browser lacks something. */
export const NOT_HAS_REQUIREMENTS = 0;

/** The session of that id, always the same object; nothing is sent before `connect`. */
export function initSession(apiKey: string, sessionId: string, options?: SessionOptions): Session;
/** @deprecated Form of old apps, for `session.connect(apiKey, token)`. */
export function initSession(sessionId: string): Session;
export function initSession(apiKey: string, sessionId?: string | string[], options: SessionOptions = {}): Session {
  const id = Array.isArray(sessionId) ? sessionId[0] : sessionId;
  return id === undefined ? openSession('', apiKey, options) : openSession(apiKey, id, options);
}

/** How `initPublisher` may be called. */
export interface InitPublisher {
  /** Starts the capture at once; the callback gets its error, or nothing when the preview shows it. */
  (target?: Target, properties?: PublisherProperties, callback?: Callback): Publisher;
  (target: Target, callback: Callback): Publisher;
  (properties: PublisherProperties, callback?: Callback): Publisher;
  (callback: Callback): Publisher;
  /** Resolves when the preview shows the capture. */
  promise(target?: Target, properties?: PublisherProperties): Promise<Publisher>;
  promise(properties: PublisherProperties): Promise<Publisher>;
}

/** Captures camera, microphone or screen and shows a preview. */
export const initPublisher: InitPublisher = withPromise(
  (...values: unknown[]) => openPublisher(values).publisher,
  (...values: unknown[]) => openPublisherPromise(values),
);

/** 1 when this browser has WebSocket, WebRTC and camera access, else 0; 0 outside a browser. */
export function checkSystemRequirements(): 0 | 1 {
  const canCapture = typeof globalThis.navigator?.mediaDevices?.getUserMedia === 'function';
  const canConnect = typeof WebSocket === 'function' && typeof RTCPeerConnection === 'function';
  return canCapture && canConnect ? HAS_REQUIREMENTS : NOT_HAS_REQUIREMENTS;
}

/** @deprecated Browsers update themselves; writes a line to the console. */
export function upgradeSystemRequirements(): void {
  logger.log('warn', 'upgradeSystemRequirements: this browser cannot be used for calls; ask for a current one.');
}

/** Whether this browser can share a screen. */
export async function checkScreenSharingCapability(
  callback?: (capability: ScreenSharingCapability) => void,
): Promise<ScreenSharingCapability> {
  const capability = readScreenSharingCapability();
  callback?.(capability);
  return capability;
}

/** @deprecated No browser needs an extension any more: does nothing. Throws for a kind that never existed. */
export function registerScreenSharingExtension(kind: string, _id: string, _version?: number): void {
  if (kind !== 'chrome') throw new Error(`registerScreenSharingExtension: there is no kind "${kind}".`);
}

/** How {@link getDevices} may be called. */
export interface GetDevicesOptions {
  /** True: where labels would be empty, the browser asks the user first. Default false. */
  requestPermission?: boolean;
}

/** Cameras and microphones. Never asks for permission unless told to, so labels are empty before the user has given it. */
export function getDevices(callback?: Callback<Device[]>): Promise<Device[]>;
export function getDevices(options: GetDevicesOptions): Promise<Device[]>;
export function getDevices(given?: Callback<Device[]> | GetDevicesOptions): Promise<Device[]> {
  if (typeof given === 'object') return given.requestPermission === true ? listLabelledDevices() : listDevices();
  return settle(listDevices(), given);
}

/** Loudspeakers and headsets the sound of subscribers can be played on. */
export function getAudioOutputDevices(): Promise<AudioOutputDevice[]> {
  return audioOutput.list();
}

/** What {@link setAudioOutputDevice} has chosen; null for both: the system's default. */
export async function getActiveAudioOutputDevice(): Promise<ActiveAudioOutputDevice> {
  return audioOutput.active;
}

/**
 * Plays the sound of all subscribers, those to come included, on a device. Rejects with OT_UNSUPPORTED_BROWSER,
 * OT_INVALID_AUDIO_OUTPUT_SOURCE or OT_REQUESTED_DEVICE_PERMISSION_DENIED.
 */
export function setAudioOutputDevice(deviceId: string): Promise<void> {
  return audioOutput.choose(deviceId);
}

/** Captures what a publisher with these options would; the tracks are the app's to stop. Rejects as `initPublisher` does. */
export function getUserMedia(options: CaptureOptions = {}): Promise<MediaStream> {
  return captureMedia(options);
}

/** The video codecs this browser can encode and decode. Rejects with OT_UNABLE_TO_ACCESS_MEDIA_ENGINE. */
export function getSupportedCodecs(): Promise<SupportedCodecs> {
  return readSupportedCodecs();
}

/** How {@link hasMediaProcessorSupport} may be called. */
export interface HasMediaProcessorSupport {
  (type?: MediaProcessorType): boolean;
  promise(type?: MediaProcessorType): Promise<boolean>;
}

/** Whether this browser can run filters: of the picture, of the sound, or of both. */
export const hasMediaProcessorSupport: HasMediaProcessorSupport = withPromise(
  canProcessMedia,
  async (type?: MediaProcessorType) => canProcessMedia(type),
);

/** Plays the sound of all subscribers that the browser has blocked; call it in a user gesture. */
export async function unblockAudio(): Promise<void> {
  await Promise.all(subscribers.map((subscriber) => subscriber.unblockAudio()));
}

/**
 * Tests whether a call is possible from here, and how good it will be: the socket, each way media could take, and media itself,
 * with a test picture and a tone that nobody is asked for. About 10 seconds. The session should be one made for the test.
 */
export async function testNetwork(options: NetworkTestOptions): Promise<NetworkTestReport> {
  const { parts, host } = await openDiagnostics(version);
  return await parts.testNetwork(host, options);
}

/**
 * Writes the last events and statistics into a file that the browser saves, or posts them to `url`: nothing is sent to anyone else.
 * Without tokens, names and addresses. Resolves with the report's id; rejects with OT_REPORT_ISSUE_FAILED.
 */
export function reportIssue(callback?: Callback<string>): Promise<string>;
export function reportIssue(options: ReportIssueOptions, callback?: Callback<string>): Promise<string>;
export function reportIssue(
  given?: ReportIssueOptions | Callback<string>,
  callback = typeof given === 'function' ? given : undefined,
): Promise<string> {
  return settle(writeReport(typeof given === 'object' ? given : {}), callback);
}

async function writeReport(options: ReportIssueOptions): Promise<string> {
  try {
    const { parts, host } = await openDiagnostics(version);
    return await parts.reportIssue(host, options);
  } catch (cause) {
    throw createError('OT_REPORT_ISSUE_FAILED', `reportIssue: ${String(cause)}`, { cause });
  }
}

/**
 * Sends everything but media through `<url>/<host><path>`. To be called once, before initSession and initPublisher; what is wrong
 * is told by the event `exception` (2021, 2022).
 */
export function setProxyUrl(url: string): void {
  useProxy(url);
}

/** Whether end-to-end encryption can be had: not yet. */
export function hasEndToEndEncryptionSupport(): boolean {
  return false;
}

/** Gives the page back the `OT` it had before the script was loaded, and returns this one; undefined where it was imported. */
export function noConflict(): unknown {
  // The script's own wrapper takes the place of this.
  return undefined;
}

/** Opens the connection to the server before `connect` needs it, which saves two round trips; it is kept for some seconds. */
export function preconnect(options: Pick<SessionOptions, 'apiUrl'> = {}): void {
  warmSocket(options.apiUrl);
}

/** How much is written to the console; returns the level. Default {@link WARN}, also for a level that does not exist. */
export function setLogLevel(level: number): number {
  logger.level = Number.isInteger(level) && level >= NONE && level <= SPAM ? level : WARN;
  return logger.level;
}

/** Writes a line to the console at level {@link INFO}. */
export function log(line: string): void {
  logger.log('info', line);
}
/** Writes a line to the console at level {@link DEBUG}. */
export const debug = (line: string): void => logger.log('debug', line);
/** The same as {@link log}. */
export const info = (line: string): void => log(line);
/** Writes a line to the console at level {@link WARN}. */
export const warn = (line: string): void => logger.log('warn', line);
/** Writes a line to the console at level {@link ERROR}. */
export const error = (line: string): void => logger.log('error', line);
/** Whether lines of a level are written. */
export const shouldLog = (level: number): boolean => level <= logger.level;
/** The last lines of the log and names of events, oldest first. */
export const getLogs = (): string[] => [...logger.lines];

/** Listens to `exception`: every error of the SDK, in addition to the callback or promise that reports it. */
export const on: typeof exceptions.on = exceptions.on.bind(exceptions);
/** Like {@link on}, for one event only. */
export const once: typeof exceptions.once = exceptions.once.bind(exceptions);
/** Removes a listener, all of a name, or all. */
export const off: typeof exceptions.off = exceptions.off.bind(exceptions);
