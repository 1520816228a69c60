/** Looks at something again and again, one look at a time, as long as somebody wants to know. */
export class Watch {
  readonly #everyMs: number;
  readonly #look: () => Promise<void>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  /** `look` may fail: what is watched may not be there yet, or no longer. */
  constructor(everyMs: number, look: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#look = look;
  }

  /** Starts or stops looking. Idempotent. */
  setWanted(wanted: boolean): void {
    if (wanted === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = wanted ? setInterval(() => void this.#tick(), this.#everyMs) : undefined;
  }

  async #tick(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    await this.#look().catch(() => undefined);
    this.#looking = false;
  }
}
