/** Collects undo steps and runs them once, newest first. */
export class Disposer {
  #steps: (() => void)[] = [];
  #disposed = false;

  /** Whether {@link dispose} has run. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Adds an undo step; runs it at once when already disposed. */
  add(step: () => void): void {
    if (this.#disposed) step();
    else this.#steps.push(step);
  }

  /** Runs every step, newest first, even when one throws; the first error is thrown at the end. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const steps = this.#steps.reverse();
    this.#steps = [];
    const failures: unknown[] = [];
    for (const step of steps) {
      try {
        step();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
