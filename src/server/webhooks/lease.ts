import type { JournalStore, Logger, PresenceRecord } from '../ports.ts';

/** How often a server says that it runs, and how long it may be silent until others take over what it left, in milliseconds. */
const EVERY_MS = 5_000;
const SILENT_MS = 20_000;

/** What a lease needs. */
export interface LeaseDeps {
  readonly serverId: string;
  readonly journal: Pick<JournalStore, 'seen' | 'takeOver' | 'leave'>;
  readonly logger: Logger;
  /** Whether no other server can be running on this database. */
  readonly exclusive: boolean;
  /** What was in the sessions of servers that are gone. */
  readonly onInherited: (presence: readonly PresenceRecord[]) => void;
  /** The time to look at what may have changed elsewhere. */
  readonly onTick: () => Promise<void>;
}

/** Keeps this server's name in the database while it runs, and takes over what others have left behind. */
export class Lease {
  readonly #deps: LeaseDeps;
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;

  constructor(deps: LeaseDeps) {
    this.#deps = deps;
  }

  /** Begins; resolves when what was left behind is this server's. */
  async open(): Promise<void> {
    await this.#renew(this.#deps.exclusive);
    this.#timer = setInterval(() => {
      this.#ticking ??= this.#tick().finally(() => {
        this.#ticking = undefined;
      });
    }, EVERY_MS);
    this.#timer.unref();
  }

  /** Ends. Idempotent. */
  async close(): Promise<void> {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#ticking;
    await this.#deps.journal.leave(this.#deps.serverId);
  }

  async #tick(): Promise<void> {
    try {
      await this.#renew(false);
      await this.#deps.onTick();
    } catch (error) {
      this.#deps.logger.error({ err: error }, 'the database did not take the sign of life of this server');
    }
  }

  async #renew(alone: boolean): Promise<void> {
    const { serverId, journal, onInherited } = this.#deps;
    const now = Date.now();
    await journal.seen(serverId, now);
    const presence = await journal.takeOver(serverId, alone ? undefined : now - SILENT_MS);
    if (presence.length > 0) onInherited(presence);
  }
}
