import type { types } from 'mediasoup';
import type { SrtpSuite, TrafficFigures } from '../ports.ts';

/** Transports that are asked in one go (10 ms of this process's time, 2 ms of the worker's), and those of them at the same time. */
const ASKED_IN_A_GO = 512;
const ASKED_AT_A_TIME = 32;

/** One transport: the suite its handshake ended with, and what it said when it was last asked. */
interface Line {
  readonly suite: SrtpSuite | undefined;
  stats: Stats | undefined;
}

/** What of it is used. */
type Stats = Pick<
  types.WebRtcTransportStat,
  'recvBitrate' | 'sendBitrate' | 'rtpPacketLossReceived' | 'rtpPacketLossSent'
>;

/**
 * What the encrypted transports of one worker carry. Each has to be asked with a message of its own, so they are asked in turns:
 * a go costs the same however many there are, and with many of them a number is older.
 */
export class Traffic {
  /** Those asked longest ago come first. */
  readonly #lines = new Map<types.WebRtcTransport, Line>();

  /** What its transports said last. */
  get lines(): Iterable<Line> {
    return this.#lines.values();
  }

  /** A transport's handshake ended with `suite` (undefined: nobody knows); it is forgotten when it closes. */
  add(transport: types.WebRtcTransport, suite: SrtpSuite | undefined): void {
    if (transport.closed) return;
    this.#lines.set(transport, { suite, stats: undefined });
    transport.observer.once('close', () => this.#lines.delete(transport));
  }

  /** Asks the next transports what they carry. */
  async ask(): Promise<void> {
    const due = this.#takeDue();
    while (due.length > 0) await Promise.all(due.splice(0, ASKED_AT_A_TIME).map((transport) => this.#ask(transport)));
  }

  #takeDue(): types.WebRtcTransport[] {
    const due: types.WebRtcTransport[] = [];
    for (const transport of this.#lines.keys()) {
      if (due.push(transport) === ASKED_IN_A_GO) break;
    }
    return due;
  }

  async #ask(transport: types.WebRtcTransport): Promise<void> {
    // It may have closed since, and then has nothing to say.
    const [stats] = await transport.getStats().catch(() => []);
    const line = this.#lines.get(transport);
    if (line === undefined) return;
    line.stats = stats;
    this.#lines.delete(transport);
    this.#lines.set(transport, line);
  }
}

/** What the transports of all these carry together, by what each said last. */
export function sumTraffic(all: readonly Pick<Traffic, 'lines'>[]): TrafficFigures {
  const suites = {
    SRTP_AEAD_AES_256_GCM: 0,
    SRTP_AEAD_AES_128_GCM: 0,
    SRTP_AES128_CM_SHA1_80: 0,
    SRTP_AES128_CM_SHA1_32: 0,
    unknown: 0,
  };
  const [received, sent] = [new Direction(), new Direction()];
  for (const { lines } of all) {
    for (const { suite, stats } of lines) {
      suites[suite ?? 'unknown'] += 1;
      received.add(stats?.recvBitrate, stats?.rtpPacketLossReceived);
      sent.add(stats?.sendBitrate, stats?.rtpPacketLossSent);
    }
  }
  return { suites, received: received.figures, sent: sent.figures };
}

/** Sums of one direction; a line that says nothing of its loss has no part in that. */
class Direction {
  #bitrateBps = 0;
  #judgedBps = 0;
  #lostBps = 0;

  add(bitrateBps = 0, loss?: number): void {
    this.#bitrateBps += bitrateBps;
    if (loss === undefined) return;
    this.#judgedBps += bitrateBps;
    this.#lostBps += loss * bitrateBps;
  }

  get figures(): TrafficFigures['received'] {
    return { bitrateBps: this.#bitrateBps, loss: this.#judgedBps === 0 ? 0 : this.#lostBps / this.#judgedBps };
  }
}
