import type { OTError } from '../errors/ot-error.ts';

/** How long in all to look for the server, not counting the time the page was asleep. */
const DEADLINE_MS = 30_000;
/** Between two attempts. */
const PAUSE_MS = 300;
/** A later timer than this means that the page was asleep. */
const LATE_MS = 2_000;

/** What looking for the server needs. */
export interface ReconnectionDeps {
  /** Opens another socket. */
  readonly reopen: () => void;
  /** How long one attempt may take: the network may come back in the middle of one that is lost. */
  readonly attemptMs: () => number;
  /** There is no way back. */
  readonly onFailed: (cause: OTError | undefined) => void;
}

/** Errors that another attempt does not change. */
const FINAL: ReadonlySet<string> = new Set([
  'OT_AUTHENTICATION_ERROR',
  'OT_INVALID_SESSION_ID',
  'OT_CONNECTION_LIMIT_EXCEEDED',
]);

/** Opens socket after socket until the server answers, or time is up. */
export class Reconnection {
  readonly #deps: ReconnectionDeps;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leftMs = 0;
  #active = false;
  readonly #retryNow = (): void => {
    if (this.#active && globalThis.document?.visibilityState !== 'hidden') this.#attempt();
  };

  constructor(deps: ReconnectionDeps) {
    this.#deps = deps;
  }

  get active(): boolean {
    return this.#active;
  }

  /** The socket is lost. */
  begin(): void {
    if (this.#active) return;
    this.#active = true;
    this.#leftMs = DEADLINE_MS;
    globalThis.addEventListener?.('online', this.#retryNow);
    globalThis.document?.addEventListener('visibilitychange', this.#retryNow);
    this.#attempt();
  }

  /** An attempt has failed. */
  failed(cause: OTError): void {
    if (!this.#active) return;
    if (FINAL.has(cause.name)) this.#giveUp(cause);
    else this.#wait(PAUSE_MS, () => this.#attempt(), cause);
  }

  /** The server has answered, or nobody wants to know any more. Idempotent. */
  end(): void {
    this.#active = false;
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.('online', this.#retryNow);
    globalThis.document?.removeEventListener('visibilitychange', this.#retryNow);
  }

  #attempt(): void {
    this.#deps.reopen();
    this.#wait(this.#deps.attemptMs(), () => this.#attempt(), undefined);
  }

  /** Waits, and counts the time: none of it while the page is asleep. */
  #wait(waitMs: number, then: () => void, cause: OTError | undefined): void {
    clearTimeout(this.#timer);
    const since = performance.now();
    this.#timer = setTimeout(() => {
      const waitedMs = performance.now() - since;
      this.#leftMs -= waitedMs > waitMs + LATE_MS ? waitMs : waitedMs;
      if (this.#leftMs <= 0) this.#giveUp(cause);
      else then();
    }, waitMs);
  }

  #giveUp(cause: OTError | undefined): void {
    this.end();
    this.#deps.onFailed(cause);
  }
}
