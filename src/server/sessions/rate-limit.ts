/** Token bucket: so many at once, then so many per second. */
export class RateLimit {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #countedAtMs: number;

  constructor(burst: number, perSecond: number, nowMs = performance.now()) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
    this.#countedAtMs = nowMs;
  }

  /** Takes `amount` (one, unless said otherwise); false, and nothing is taken, when there is less left. */
  take(nowMs = performance.now(), amount = 1): boolean {
    this.#left = Math.min(this.#burst, this.#left + ((nowMs - this.#countedAtMs) / 1000) * this.#perSecond);
    this.#countedAtMs = nowMs;
    if (this.#left < amount) return false;
    this.#left -= amount;
    return true;
  }
}
