import type { RenewedMedia } from '../../protocol/media-messages.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { MediaEngine } from '../media/engine.ts';
import type { Channel } from '../signaling/channel.ts';
import type { EndedReason } from './events.ts';
import type { FlowDeps } from './flow.ts';
import { Reconnection } from './reconnection.ts';
import { Recovery } from './recovery.ts';

/** How long one attempt to reach the server again may take: three times what the join took, within these. */
const SHORTEST_ATTEMPT_MS = 1_000;
const LONGEST_ATTEMPT_MS = 5_000;

/** What going on after an interruption needs, and tells. */
export interface ContinuityDeps {
  readonly channel: Pick<Channel, 'reopen' | 'live' | 'request'>;
  readonly engine: MediaEngine;
  /** What should be flowing. */
  readonly streams: FlowDeps['streams'];
  /** How long the join took. */
  readonly joinMs: () => number;
  /** Media has stopped; it is being brought back. */
  readonly onMediaLost: () => void;
  /** Media cannot be sent, and nothing can be done about it. */
  readonly onMediaFailed: () => void;
  /** The signaling is interrupted. */
  readonly onInterrupted: () => void;
  /** Everything flows (again). */
  readonly onRecovered: () => void;
  /** There is no way back. */
  readonly onEnded: (reason: EndedReason) => void;
}

/** Keeps a joined session going: signaling that breaks is opened again, media that stops is brought back, and one waits for the other. */
export class Continuity {
  readonly #deps: ContinuityDeps;
  readonly #reconnection: Reconnection;
  readonly #recovery: Recovery;
  /** Only joining anew is left. */
  #fresh = false;
  /** How the session ends when there is no way back. */
  #reason: EndedReason = 'networkDisconnected';

  constructor(deps: ContinuityDeps) {
    this.#deps = deps;
    const { channel, engine, streams, joinMs } = deps;
    this.#reconnection = new Reconnection({
      reopen: () => channel.reopen(this.#fresh),
      attemptMs: () => Math.min(LONGEST_ATTEMPT_MS, Math.max(SHORTEST_ATTEMPT_MS, 3 * joinMs())),
      onFailed: () => deps.onEnded(this.#reason),
    });
    this.#recovery = new Recovery({
      engine,
      request: channel.request,
      streams,
      onFlows: () => {
        this.#reason = 'networkDisconnected';
        deps.onRecovered();
      },
      onExhausted: () => this.#rejoin(),
      onFailed: () => deps.onEnded('networkDisconnected'),
    });
  }

  /** The socket is lost, or an attempt to open another has failed. */
  socketLost(cause: OTError): void {
    if (this.#reconnection.active) this.#reconnection.failed(cause);
    else this.#reconnect();
  }

  /** The server goes away, and it or another may be there soon. */
  serverLeaves(): void {
    this.#reason = 'serverRotation';
    this.#rejoin();
  }

  /** The server has given the connection back. */
  resumed(): void {
    this.#reconnection.end();
    this.#recovery.doubt();
  }

  /** The server has let this client in as another connection; false when nobody asked for that. */
  rejoined(): boolean {
    const wanted = this.#reconnection.active;
    this.#reconnection.end();
    this.#fresh = false;
    return wanted;
  }

  /** Brings the media over to the other connection. */
  rebuild(work: () => Promise<void>): void {
    this.#deps.onMediaLost();
    this.#recovery.joined(work);
  }

  /** The media server has lost everything, and has made these transports. */
  mediaRenewed(media: RenewedMedia): void {
    this.#deps.onMediaLost();
    this.#recovery.lost(media);
  }

  /** The browser says that media does not get through. */
  mediaBroken(direction: 'send' | 'recv', state: RTCPeerConnectionState): void {
    const { channel, engine, onMediaLost, onMediaFailed } = this.#deps;
    // Without signaling there is nobody to ask for another way.
    if (!channel.live) return;
    // What has never worked is not brought back; while it is being brought back it has not worked yet either.
    if (engine.milestones.dtlsConnectedAt !== undefined || this.#recovery.state !== 'steady') {
      // Both ways lead to the same server, and the browser may notice for one of them alone.
      onMediaLost();
      this.#recovery.broken();
    } else if (direction === 'send' && state === 'failed') onMediaFailed();
  }

  /** Idempotent. */
  close(): void {
    this.#reconnection.end();
    this.#recovery.close();
  }

  #rejoin(): void {
    this.#fresh = true;
    this.#reconnect();
  }

  #reconnect(): void {
    this.#recovery.suspend();
    this.#deps.onInterrupted();
    this.#reconnection.begin();
  }
}
