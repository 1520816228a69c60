import type { OTError } from '../errors/ot-error.ts';
import type { IceChoice } from '../media/engine.ts';
import type { Session } from '../session/session.ts';
import type { DiagnosticsHost } from './host.ts';
import { expectCall, type NetworkTestMedia, toMedia } from './returned-media.ts';
import { createSyntheticMedia } from './synthetic-media.ts';

/** What `OT.testNetwork` needs: a session made for the test alone, as a test picture is published to it. */
export interface NetworkTestOptions {
  apiKey: string;
  sessionId: string;
  /** Of a role that may publish. */
  token: string;
  /** Where the server is; as in `initSession`. */
  apiUrl?: string;
  /** TURN servers of the app's that are to be tried, in the form of `iceConfig.customServers`. */
  turnServers?: readonly { urls: string | string[]; username?: string; credential?: string }[];
  /** How long media is watched. Default 6 seconds. */
  durationMs?: number;
  /** Called before each step. */
  onStep?: (step: NetworkTestStep) => void;
}

/** The steps, in order. */
export type NetworkTestStep = 'socket' | 'udp' | 'tcp' | 'turn' | 'media';

/** Whether something works, and how long it took in milliseconds, or why it does not. */
export interface NetworkTestResult {
  readonly state: 'works' | 'fails' | 'notConfigured';
  readonly ms?: number;
  readonly error?: string;
}

/** What `OT.testNetwork` found out. */
export interface NetworkTestReport {
  readonly socket: NetworkTestResult;
  readonly udp: NetworkTestResult;
  readonly tcp: NetworkTestResult;
  readonly turn: NetworkTestResult;
  /** Undefined when media did not flow; then `mediaError` says why. */
  readonly media?: NetworkTestMedia;
  readonly mediaError?: string;
  /** What a call will be like: `none` when there can't be any. */
  readonly expected: 'none' | 'audioOnly' | 'video';
}

const WAY_TIMEOUT_MS = 8_000;
const LOOK_EVERY_MS = 100;
const DEFAULT_DURATION_MS = 6_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const textOf = (error: unknown): string => `${(error as OTError).name}: ${(error as OTError).message}`;

/** Tests, one after another: the socket, each way that media could take, and media itself. Never rejects for what it finds out. */
export async function testNetwork(host: DiagnosticsHost, options: NetworkTestOptions): Promise<NetworkTestReport> {
  const { onStep = () => undefined } = options;
  let servers: readonly RTCIceServer[] = options.turnServers ?? [];
  const open = (transportPolicy: RTCIceTransportPolicy, protocol?: 'udp' | 'tcp') => {
    const chooseServers: IceChoice['chooseServers'] = (named) => {
      servers = [...named, ...(options.turnServers ?? [])];
      // Through a TURN server both would work.
      return protocol === undefined ? [...servers] : [];
    };
    return host.createSession({ ...options, ice: { transportPolicy, chooseServers, ...(protocol && { protocol }) } });
  };
  onStep('socket');
  const socket = await trySocket(open('all'), options.token);
  if (socket.state !== 'works') {
    const untried = { state: 'fails', error: 'the server could not be reached' } as const;
    return { socket, udp: untried, tcp: untried, turn: untried, expected: 'none' };
  }
  onStep('udp');
  const udp = await tryWay(open('all', 'udp'), options.token);
  onStep('tcp');
  const tcp = await tryWay(open('all', 'tcp'), options.token);
  onStep('turn');
  const notConfigured: NetworkTestResult = { state: 'notConfigured' };
  const turn = servers.some(isTurn) ? await tryWay(open('relay'), options.token) : notConfigured;
  onStep('media');
  const outcome = await measure(host, open('all'), options).then(
    (media) => ({ media, expected: expectCall(media) }),
    (error: unknown) => ({ mediaError: textOf(error), expected: 'none' as const }),
  );
  return { socket, udp, tcp, turn, ...outcome };
}

async function trySocket(session: Session, token: string): Promise<NetworkTestResult> {
  const startedAt = performance.now();
  try {
    await session.connect.promise(token);
    return { state: 'works', ms: Math.round(performance.now() - startedAt) };
  } catch (error) {
    return { state: 'fails', error: textOf(error) };
  } finally {
    await session.disconnect();
  }
}

function isTurn({ urls }: RTCIceServer): boolean {
  return [urls].flat().some((url) => url.startsWith('turn'));
}

/** Joins, and waits until media could flow. */
async function tryWay(session: Session, token: string): Promise<NetworkTestResult> {
  try {
    await session.connect.promise(token);
    const startedAt = performance.now();
    while (performance.now() - startedAt < WAY_TIMEOUT_MS) {
      const { dtlsConnected, welcome = 0 } = session.getJoinTimings();
      if (dtlsConnected !== undefined) return { state: 'works', ms: Math.round(dtlsConnected - welcome) };
      await pause(LOOK_EVERY_MS);
    }
    return { state: 'fails', error: `no connection within ${WAY_TIMEOUT_MS} ms` };
  } catch (error) {
    return { state: 'fails', error: textOf(error) };
  } finally {
    await session.disconnect();
  }
}

/** Publishes a test picture and a tone, and receives them from the server. */
async function measure(
  host: DiagnosticsHost,
  session: Session,
  { token, durationMs = DEFAULT_DURATION_MS }: NetworkTestOptions,
): Promise<NetworkTestMedia> {
  const source = createSyntheticMedia();
  const publisher = host.createPublisher({
    insertDefaultUI: false,
    audioSource: source.audio,
    videoSource: source.video,
    scalableVideo: false,
    enableDtx: false,
  });
  try {
    await session.connect.promise(token);
    await session.publish.promise(publisher);
    if (publisher.stream === undefined) throw new Error('published without a stream');
    const subscriber = await session.subscribe.promise(publisher.stream, undefined, {
      insertDefaultUI: false,
      testNetwork: true,
      audioVolume: 0,
    });
    await publisher.getStats();
    await pause(durationMs);
    const [[sent], received, raw] = await Promise.all([
      publisher.getStats(),
      subscriber.getStats(),
      subscriber.getRtcStatsReport(),
    ]);
    return toMedia(sent?.stats, received, [...raw.values()]);
  } finally {
    await session.disconnect();
    publisher.destroy();
    source.stop();
  }
}
