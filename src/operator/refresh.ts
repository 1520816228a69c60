/** What keeps the page up to date. */
export interface RefreshDeps {
  readonly everyMs: number;
  /** Asks the server and shows what it says. */
  readonly step: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Asks again and again, one question at a time, and not while nobody looks at the page. */
export class Refresh {
  readonly #deps: RefreshDeps;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #open = false;

  constructor(deps: RefreshDeps) {
    this.#deps = deps;
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#open) void this.now();
    });
  }

  /** Begins. */
  open(): void {
    this.#open = true;
    void this.now();
  }

  /** Asks at once; resolves when what was asked from now on is shown. */
  async now(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#running !== undefined) {
      this.#again = true;
      return await this.#running;
    }
    this.#running = this.#run();
    await this.#running;
  }

  /** Ends. Idempotent. */
  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.#deps.step().catch(this.#deps.onError);
    } while (this.#again && this.#open);
    this.#running = undefined;
    if (this.#open && !document.hidden) this.#timer = setTimeout(() => void this.now(), this.#deps.everyMs);
  }
}
