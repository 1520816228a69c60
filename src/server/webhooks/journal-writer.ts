import type { Logger } from '../ports.ts';
import type { JournalEntry, JournalStore } from '../store-ports.ts';

/** Entries written in one transaction; with SQLite nothing else goes on meanwhile. */
const BATCH = 100;
/** When the database does not take them they are kept this long before the next attempt, in milliseconds. */
const RETRY_MS = 1_000;
/** Entries that may wait for the database; the oldest go first. */
const MOST_WAITING = 100_000;

/** What the writer needs. */
export interface JournalWriterDeps {
  readonly serverId: string;
  readonly journal: Pick<JournalStore, 'append'>;
  readonly logger: Logger;
  /** These were written. */
  readonly onWritten: (entries: readonly JournalEntry[]) => void;
}

/** Writes entries in the order they came; what comes while the database writes goes into the next transaction together. */
export class JournalWriter {
  readonly #deps: JournalWriterDeps;
  #waiting: JournalEntry[] = [];
  #writing: Promise<void> | undefined;
  #lost = 0;
  #closed = false;

  constructor(deps: JournalWriterDeps) {
    this.#deps = deps;
  }

  /** Notes an entry; it is on its way to the database at once. */
  add(entry: JournalEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Writes what is left, unless the database does not take it. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
  }

  async #write(): Promise<void> {
    const { serverId, journal, logger, onWritten } = this.#deps;
    while (this.#waiting.length > 0) {
      // Taken out: while it is written, only what comes after it may be lost.
      const batch = this.#waiting.splice(0, BATCH);
      try {
        await journal.append(serverId, batch);
        onWritten(batch);
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting];
        const { lost, waiting } = { lost: this.#lost, waiting: this.#waiting.length };
        logger.error({ err: error, waiting, lost }, 'events for callbacks could not be written down');
        if (this.#closed) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
