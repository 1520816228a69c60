/** What is needed of an engine.io connection. */
export interface Heartbeat {
  on(event: 'packetCreate' | 'packet', listener: (packet: { type: string }) => void): unknown;
}

/** The least round trip to one client seen so far: anything above it is somebody's work, not the line. */
export class RoundTrip {
  #leastMs: number | undefined;
  #pingAtMs: number | undefined;

  /** Least round trip in ms; undefined before the first measurement. */
  get leastMs(): number | undefined {
    return this.#leastMs;
  }

  /** Takes one measurement. */
  measured(durationMs: number): void {
    if (this.#leastMs === undefined || durationMs < this.#leastMs) this.#leastMs = durationMs;
  }

  /** Measures each heartbeat of a connection. */
  watch(connection: Heartbeat): void {
    connection.on('packetCreate', ({ type }) => {
      if (type === 'ping') this.#pingAtMs = performance.now();
    });
    connection.on('packet', ({ type }) => {
      if (type !== 'pong' || this.#pingAtMs === undefined) return;
      this.measured(performance.now() - this.#pingAtMs);
      this.#pingAtMs = undefined;
    });
  }
}
