/** Lets things through, in order, a fixed time after they came in; due times come from one monotonic clock. */
export class DelayPipe {
  readonly #waiting: { readonly dueAt: number; readonly deliver: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lastDueAt = 0;

  /** Calls `deliver` `delayMs` from now, but never before something that was put in earlier. */
  put(delayMs: number, deliver: () => void): void {
    if (delayMs <= 0 && this.#waiting.length === 0) {
      deliver();
      return;
    }
    const dueAt = Math.max(performance.now() + delayMs, this.#lastDueAt);
    this.#lastDueAt = dueAt;
    this.#waiting.push({ dueAt, deliver });
    this.#timer ??= this.#arm();
  }

  /** Forgets everything that is still inside. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.length = 0;
  }

  #arm(): NodeJS.Timeout | undefined {
    const head = this.#waiting[0];
    if (head === undefined) return undefined;
    // Timers fire up to a millisecond late, so what is due within the next one goes now: early and late cancel out.
    return setTimeout(() => this.#flush(), Math.max(0, Math.floor(head.dueAt - performance.now())));
  }

  #flush(): void {
    this.#timer = undefined;
    const now = performance.now() + 1;
    for (let head = this.#waiting[0]; head !== undefined && head.dueAt <= now; head = this.#waiting[0]) {
      this.#waiting.shift();
      head.deliver();
    }
    this.#timer ??= this.#arm();
  }
}
