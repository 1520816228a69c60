/** How many sockets one client address may hold. */
export interface PlaceLimits {
  /** All of them. */
  readonly socketsPerAddress: number;
  /** Those without a valid token yet. */
  readonly newcomersPerAddress: number;
}

/** A socket's place. Both functions are idempotent. */
export interface Place {
  /** It has shown a valid token, or its ticket. */
  prove(): void;
  /** It has ended. */
  release(): void;
}

interface Tally {
  sockets: number;
  newcomers: number;
}

/** The places of each client address, in memory only: one address alone cannot take all there are. */
export class AddressPlaces {
  readonly #limits: PlaceLimits;
  readonly #tallies = new Map<string, Tally>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Addresses that hold a place. */
  get size(): number {
    return this.#tallies.size;
  }

  /** Whether the address may open one more socket. */
  hasRoom(address: string): boolean {
    const tally = this.#tallies.get(address);
    if (tally === undefined) return true;
    return tally.sockets < this.#limits.socketsPerAddress && tally.newcomers < this.#limits.newcomersPerAddress;
  }

  /** Counts a socket that has opened. */
  take(address: string): Place {
    const tally = this.#tallies.get(address) ?? { sockets: 0, newcomers: 0 };
    this.#tallies.set(address, tally);
    tally.sockets += 1;
    tally.newcomers += 1;
    let isNewcomer = true;
    let isOpen = true;
    const prove = (): void => {
      if (isNewcomer) tally.newcomers -= 1;
      isNewcomer = false;
    };
    const release = (): void => {
      if (!isOpen) return;
      isOpen = false;
      prove();
      tally.sockets -= 1;
      // Nothing is kept of who is no longer here.
      if (tally.sockets === 0) this.#tallies.delete(address);
    };
    return { prove, release };
  }
}
