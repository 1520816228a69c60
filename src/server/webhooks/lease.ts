import type { Logger } from '../ports.ts';
import type { JournalStore, PresenceRecord } from '../store-ports.ts';

/** How often a server says that it runs, in milliseconds. */
const EVERY_MS = 5_000;
/**
 * So often in a row another looks and finds no new sign before it takes over what is left. Looks are counted and no clocks compared:
 * those of two machines differ, and while the database is away nobody can give a sign.
 */
const LOOKS = 4;

/** What a lease needs. */
export interface LeaseDeps {
  readonly serverId: string;
  readonly journal: Pick<JournalStore, 'seen' | 'listServers' | 'takeOver' | 'leave'>;
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
  /** The sign each other server gave last, and in how many looks it has been the same. */
  #signs = new Map<string, { seenAt: number; looks: number }>();
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
    const { serverId, journal, logger } = this.#deps;
    await journal.leave(serverId).catch((error: unknown) => {
      logger.error({ err: error }, 'the database did not take the leave of this server; others notice by themselves');
    });
  }

  async #tick(): Promise<void> {
    try {
      await this.#renew(false);
      await this.#deps.onTick();
    } catch (error) {
      // The others may have been as unable as this one.
      this.#signs.clear();
      this.#deps.logger.error({ err: error }, 'the database did not take the sign of life of this server');
    }
  }

  async #renew(alone: boolean): Promise<void> {
    const { serverId, journal, onInherited } = this.#deps;
    await journal.seen(serverId, Date.now());
    const others = (await journal.listServers()).filter(({ id }) => id !== serverId);
    this.#signs = new Map(others.map(({ id, seenAt }) => [id, { seenAt, looks: this.#countLooks(id, seenAt) }]));
    const gone = others.filter(({ id }) => alone || (this.#signs.get(id)?.looks ?? 0) >= LOOKS);
    const presence = await journal.takeOver(
      serverId,
      gone.map(({ id }) => id),
    );
    if (presence.length > 0) onInherited(presence);
  }

  #countLooks(id: string, seenAt: number): number {
    const known = this.#signs.get(id);
    return known?.seenAt === seenAt ? known.looks + 1 : 0;
  }
}
