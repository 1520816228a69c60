import { Machine, type Transitions } from '../../base/machine.ts';
import type { RenewedMedia } from '../../protocol/media-messages.ts';
import type { MediaEngine } from '../media/engine.ts';
import type { Request } from '../signaling/channel.ts';
import { Flow, type FlowDeps } from './flow.ts';

/** What is being done about media that does not flow: each rung of the ladder costs more than the one before. */
export type RecoveryState = 'steady' | 'watching' | 'restartingIce' | 'renewingTransports' | 'rejoining';
/** What moves it. */
export type RecoveryInput = 'doubt' | 'broken' | 'lost' | 'flows' | 'expired' | 'joined';

/** The ladder. `rejoining` is carried out by the session; afterwards media is watched once more. */
export const RECOVERY_LIFECYCLE: Transitions<RecoveryState, RecoveryInput> = {
  steady: { doubt: 'watching', broken: 'restartingIce', lost: 'renewingTransports', joined: 'watching' },
  watching: { flows: 'steady', expired: 'restartingIce', broken: 'restartingIce', lost: 'renewingTransports' },
  restartingIce: { flows: 'steady', expired: 'renewingTransports', lost: 'renewingTransports' },
  renewingTransports: { flows: 'steady', expired: 'rejoining', lost: 'renewingTransports' },
  rejoining: { joined: 'watching' },
};

/** How long each rung may take until media flows. */
const DEADLINE_MS: Readonly<Record<Exclude<RecoveryState, 'steady' | 'rejoining'>, number>> = {
  watching: 4_000,
  restartingIce: 4_000,
  renewingTransports: 7_000,
};

/** What recovering needs. */
export interface RecoveryDeps {
  readonly engine: MediaEngine;
  readonly request: Request;
  /** What should be moving. */
  readonly streams: FlowDeps['streams'];
  /** All media flows (again). */
  readonly onFlows: () => void;
  /** Nothing has helped: only joining anew is left. */
  readonly onExhausted: () => void;
  /** Joining anew has not helped either. */
  readonly onFailed: () => void;
}

/** Brings media back that has stopped: by another way (ICE restart), by new transports, at last by joining anew. */
export class Recovery {
  readonly #deps: RecoveryDeps;
  readonly #machine = new Machine(RECOVERY_LIFECYCLE, 'steady');
  #attempt = new AbortController();
  /** Since media flowed last. */
  #rejoined = false;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
  }

  get state(): RecoveryState {
    return this.#machine.state;
  }

  /** Whether media flows is to be proven: the signaling was interrupted. */
  doubt(): void {
    const { engine } = this.#deps;
    this.#enter(engine.connected ? 'doubt' : 'broken');
  }

  /** The browser says that a connection is down. */
  broken(): void {
    if (this.#machine.is('steady', 'watching')) this.#enter('broken');
  }

  /** The media server lost all media and has made these transports. */
  lost(media: RenewedMedia): void {
    this.#enter('lost', () => this.#deps.engine.rebuild(media));
  }

  /** This client has joined anew, and its media is brought back by `rebuild`. */
  joined(rebuild: () => Promise<void>): void {
    this.#rejoined = true;
    this.#enter('joined', rebuild);
  }

  /** Stops trying: there is no signaling to try over. */
  suspend(): void {
    this.#attempt.abort();
    this.#machine.send('flows');
  }

  /** Idempotent. */
  close(): void {
    this.#attempt.abort();
  }

  #enter(input: RecoveryInput, work?: () => Promise<void>): void {
    if (!this.#machine.send(input)) return;
    this.#attempt.abort();
    this.#attempt = new AbortController();
    void this.#climb(this.#attempt.signal, work ?? (() => this.#work()));
  }

  /** What the rung does. */
  async #work(): Promise<void> {
    const { engine, request } = this.#deps;
    if (this.#machine.is('restartingIce')) await engine.restartIce();
    if (this.#machine.is('renewingTransports')) await engine.rebuild(await request('renewTransports', {}));
  }

  async #climb(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const { state } = this.#machine;
    if (state === 'steady') return;
    if (state === 'rejoining') {
      if (this.#rejoined) this.#deps.onFailed();
      else this.#deps.onExhausted();
      return;
    }
    const { engine, streams } = this.#deps;
    const flow = new Flow({ streams, ways: () => engine.ways, connected: () => engine.connected });
    // What the server refuses, or can't be done, shows in that nothing flows.
    const flows = await Promise.all([work().catch(() => undefined), flow.proven(DEADLINE_MS[state], signal)]).then(
      ([, proven]) => proven,
    );
    if (signal.aborted) return;
    if (!flows) {
      this.#enter('expired');
      return;
    }
    this.#rejoined = false;
    this.#machine.send('flows');
    this.#deps.onFlows();
  }
}
