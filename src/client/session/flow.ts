/** Reads a number that changes while something moves; undefined when nothing should. */
export type Meter = () => Promise<number | undefined>;

/** What to watch. */
export interface FlowDeps {
  /** Streams that should be flowing. */
  readonly streams: () => ReadonlyMap<object, Meter>;
  /** The ways they take. */
  readonly ways: () => ReadonlyMap<object, Meter>;
  /** Whether the browser says that all ways are up. */
  readonly connected: () => boolean;
}

const LOOK_INTERVAL_MS = 100;

/** Media that should flow, watched until all of it has been seen to move. */
export class Flow {
  readonly #deps: FlowDeps;
  readonly #seen = new Map<object, number>();
  readonly #moved = new Set<object>();

  constructor(deps: FlowDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves with true as soon as every stream has moved. After `deadlineMs` with whether the ways have: a stream may be silent
   * because its sender is in trouble. False when `signal` aborts.
   */
  async proven(deadlineMs: number, signal: AbortSignal): Promise<boolean> {
    const endAt = performance.now() + deadlineMs;
    let waysMoved = false;
    while (!signal.aborted && performance.now() < endAt) {
      const [streams, ways] = await Promise.all([this.#look(this.#deps.streams()), this.#look(this.#deps.ways())]);
      if (streams && this.#deps.connected()) return true;
      waysMoved = ways;
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
    }
    return !signal.aborted && waysMoved && this.#deps.connected();
  }

  /** Looks once: whether each of these has moved since the first look. */
  async #look(meters: ReadonlyMap<object, Meter>): Promise<boolean> {
    const results = await Promise.all([...meters].map(([thing, read]) => this.#lookAt(thing, read)));
    return results.every(Boolean);
  }

  async #lookAt(thing: object, read: Meter): Promise<boolean> {
    // A meter that can't be read belongs to something that has just ended.
    const count = await read().catch(() => undefined);
    if (count === undefined || this.#moved.has(thing)) return true;
    const before = this.#seen.get(thing);
    this.#seen.set(thing, count);
    // A count begins anew with 0 when media is brought back.
    if (before === undefined || before === count || count === 0) return false;
    this.#moved.add(thing);
    return true;
  }
}
