/** A value that is gathered when somebody asks, once for all who ask, and kept for a while: asking more often costs nothing more. */
export class Gathered<Value> {
  readonly #gather: () => Promise<Value>;
  readonly #freshMs: number;
  #value: Promise<Value> | undefined;
  #readyAtMs: number | undefined;

  constructor(deps: { gather: () => Promise<Value>; freshMs: number }) {
    this.#gather = deps.gather;
    this.#freshMs = deps.freshMs;
  }

  /** The value, at most `freshMs` older than its gathering's end. Rejects with what the gathering failed with. */
  read(): Promise<Value> {
    const stale = this.#readyAtMs !== undefined && performance.now() - this.#readyAtMs > this.#freshMs;
    if (this.#value === undefined || stale) this.#value = this.#start();
    return this.#value;
  }

  #start(): Promise<Value> {
    this.#readyAtMs = undefined;
    return this.#gather().finally(() => {
      this.#readyAtMs = performance.now();
    });
  }
}
