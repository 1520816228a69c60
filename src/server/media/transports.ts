import { errors, type types } from 'mediasoup';
import type { DtlsParameters, IceParameters, MediaServerInfo, TransportInfo } from '../../protocol/media-messages.ts';
import type { MinimumEncryption } from '../../protocol/model.ts';
import type { TransportMeasurement } from '../measurements.ts';
import type { SrtpSuite } from '../ports.ts';
import { fromGone, fromRefusedParameters } from './from-mediasoup.ts';
import { isStrongEnough, type SuiteLog } from './suites.ts';
import { toMediaServerInfo, toTransportInfo } from './wire.ts';

/** Outgoing bitrate assumed until the first feedback: a full picture at once on most lines, corrected within a second. */
const INITIAL_OUTGOING_BITRATE_BPS = 1_000_000;

/** What a transport tells upwards. */
export interface TransportEvents {
  /** The first packet of the peer is here and the DTLS handshake begins. */
  connecting(): void;
  /** DTLS is up and the suite is strong enough: media may flow. */
  connected(suite: SrtpSuite | undefined): void;
  /** DTLS is up with a suite below the minimum; the transport is closed already, before any media. */
  refused(suite: SrtpSuite | undefined): void;
}

/** What a transport needs. */
export interface TransportDeps {
  readonly transport: types.WebRtcTransport;
  readonly suites: SuiteLog;
  readonly minimumEncryption: MinimumEncryption | undefined;
  readonly events: TransportEvents;
}

/** One direction of one member: a mediasoup transport and whether media may pass it. */
export class MemberTransport {
  /** What the client needs to reach it. */
  readonly info: TransportInfo;
  /** Where it is reached; the same for all transports of a worker. */
  readonly server: MediaServerInfo;
  readonly #deps: TransportDeps;
  #connectingAtMs: number | undefined;
  #connected = false;
  #suite: SrtpSuite | undefined;

  constructor(deps: TransportDeps) {
    this.#deps = deps;
    this.info = toTransportInfo(deps.transport);
    this.server = toMediaServerInfo(deps.transport);
    deps.transport.on('dtlsstatechange', (state) => this.#onDtlsState(state));
  }

  /** Whether media may pass: with a minimum encryption only once the suite is known to meet it. */
  get open(): boolean {
    return !this.#deps.transport.closed && (this.#connected || this.#deps.minimumEncryption === undefined);
  }

  /** Whether DTLS is up (and not refused). */
  get connected(): boolean {
    return this.#connected && !this.#deps.transport.closed;
  }

  /** When DTLS began, `performance.now()` ms. */
  get connectingAtMs(): number | undefined {
    return this.#connectingAtMs;
  }

  /** Lets DTLS begin with the client's certificate. Throws `invalidMessage`. */
  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    try {
      await this.#deps.transport.connect({ dtlsParameters: dtlsParameters as types.DtlsParameters });
    } catch (error) {
      throw fromRefusedParameters(error);
    }
  }

  /** New ICE credentials: the client may come from another address. Throws `notReady` when it is closed. */
  async restartIce(): Promise<IceParameters> {
    if (this.#deps.transport.closed) throw fromGone();
    return { ...(await this.#deps.transport.restartIce()) };
  }

  /** Bytes received so far; 0 when it is closed. */
  async countReceivedBytes(): Promise<number> {
    const stats = await this.#deps.transport.getStats().catch(() => []);
    return stats.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
  }

  /** What passes it now in its direction, seen from the client; nothing when it is closed. */
  async measure(direction: 'send' | 'recv'): Promise<TransportMeasurement> {
    const { transport } = this.#deps;
    const [stats] = await transport.getStats().catch(() => []);
    const sends = direction === 'send';
    const packetLoss = sends ? stats?.rtpPacketLossReceived : stats?.rtpPacketLossSent;
    const protocol = transport.iceSelectedTuple?.protocol;
    return {
      connected: this.connected,
      ...(this.#suite !== undefined && { suite: this.#suite }),
      ...(protocol !== undefined && { protocol }),
      bitrateBps: (sends ? stats?.rtpRecvBitrate : stats?.rtpSendBitrate) ?? 0,
      ...(packetLoss !== undefined && { packetLoss }),
    };
  }

  /** Takes a track from the client. Throws `invalidMessage` when the media server refuses its parameters. */
  async produce(options: types.ProducerOptions): Promise<types.Producer> {
    try {
      return await this.#deps.transport.produce(options);
    } catch (error) {
      throw fromRefusedParameters(error);
    }
  }

  /** Prepares a track for the client, paused; undefined when it can't decode it. Asking the router first would check everything twice. */
  async consume(producerId: string, rtpCapabilities: types.RtpCapabilities): Promise<types.Consumer | undefined> {
    try {
      return await this.#deps.transport.consume({ producerId, rtpCapabilities, paused: true });
    } catch (error) {
      if (error instanceof errors.UnsupportedError) return undefined;
      throw fromRefusedParameters(error);
    }
  }

  /** Ends it with everything it carries. Idempotent. */
  close(): void {
    this.#deps.transport.close();
  }

  #onDtlsState(state: types.DtlsState): void {
    const { suites, minimumEncryption, events, transport } = this.#deps;
    if (state === 'connecting') {
      this.#connectingAtMs = performance.now();
      events.connecting();
    } else if (state === 'connected') {
      const suite = suites.take();
      this.#suite = suite;
      if (isStrongEnough(suite, minimumEncryption)) {
        this.#connected = true;
        events.connected(suite);
      } else {
        this.#connected = false;
        transport.close();
        events.refused(suite);
      }
    }
  }
}

/** Creates a transport on a room's router, reachable through the worker's server sockets. */
export function createTransport(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
): Promise<types.WebRtcTransport> {
  return router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    // A data channel without messages is how a client starts ICE and DTLS before it has any media.
    enableSctp: true,
    initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE_BPS,
  });
}
