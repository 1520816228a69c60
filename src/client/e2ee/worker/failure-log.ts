/** What the page is told of a sender whose frames do not open. */
export type Failure =
  | { readonly type: 'missingKey' }
  /** `count`: all since the sender came. */
  | { readonly type: 'failed'; readonly count: number }
  | { readonly type: 'recovered' };

/** Reports of a sender come this often at most, in milliseconds. */
const INTERVAL_MS = 1000;

/** One sender's failures over all its tracks. The first is told at once; then a forger cannot flood the page. */
export class FailureLog {
  readonly #report: (failure: Failure) => void;
  readonly #now: () => number;
  #state: 'fine' | 'missing' | 'failing' = 'fine';
  #failed = 0;
  #told = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: { report: (failure: Failure) => void; now: () => number }) {
    this.#report = deps.report;
    this.#now = deps.now;
  }

  missing(): void {
    if (this.#state === 'missing' || !this.#isDue()) return;
    this.#state = 'missing';
    this.#reportedAtMs = this.#now();
    this.#report({ type: 'missingKey' });
  }

  /** The page knows already that the key is missing. */
  missingTold(): void {
    this.#state = 'missing';
  }

  failed(): void {
    this.#failed += 1;
    this.flush();
  }

  opened(): void {
    if (this.#state === 'fine') return;
    this.#state = 'fine';
    this.#told = this.#failed;
    this.#report({ type: 'recovered' });
  }

  /** Tells what was counted since the last report. */
  flush(): void {
    if (this.#failed === this.#told || !this.#isDue()) return;
    this.#told = this.#failed;
    this.#state = 'failing';
    this.#reportedAtMs = this.#now();
    this.#report({ type: 'failed', count: this.#failed });
  }

  #isDue(): boolean {
    return this.#now() - this.#reportedAtMs >= INTERVAL_MS;
  }
}
