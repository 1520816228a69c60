import type { Logger } from '../ports.ts';
import type { CallbackRecord, Delivery, JournalStore } from '../store-ports.ts';
import { post } from './post.ts';
import { signDelivery } from './signature.ts';

/** Deliveries to one callback that may be under way at a time; those about one session never are. */
const CONCURRENCY = 4;
/** The first repetition comes after this time, each further one after twice the time before, in milliseconds. */
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 900_000;
/** So many failures in a row mean that the receiver is down; when it is up again everything is tried at once. */
const OUTAGE = 3;
/** What could not be delivered for so long is given up, in milliseconds. */
const GIVE_UP_MS = 86_400_000;

/** What a courier needs. */
export interface CourierDeps {
  readonly serverId: string;
  readonly callback: CallbackRecord;
  readonly journal: JournalStore;
  readonly logger: Logger;
  readonly allowPrivate: boolean;
  /** Told of each attempt. */
  readonly onAttempt: (outcome: 'delivered' | 'failed' | 'givenUp') => void;
}

/** Brings one callback what it has to be told: in order for each session, again and again until it is accepted. */
export class Courier {
  readonly #deps: CourierDeps;
  readonly #underWay = new Map<number, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #lookAgain = false;
  #failures = 0;
  readonly #ending = new AbortController();

  constructor(deps: CourierDeps) {
    this.#deps = deps;
  }

  /** There may be something to bring. */
  wake(): void {
    if (this.#closed) return;
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    this.#look().catch((error: unknown) => {
      this.#looking = false;
      this.#deps.logger.error({ err: error }, 'deliveries could not be looked up');
      this.#wakeAt(Date.now() + FIRST_DELAY_MS);
    });
  }

  /** Breaks off what is under way; it stays written down. Idempotent. */
  async close(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#underWay.values());
  }

  get #closed(): boolean {
    return this.#ending.signal.aborted;
  }

  async #look(): Promise<void> {
    const { serverId, callback, journal } = this.#deps;
    while (this.#lookAgain && !this.#closed) {
      this.#lookAgain = false;
      const count = 2 * CONCURRENCY;
      const due = await journal.findDue(serverId, callback.id, { dueAt: Date.now(), count });
      const waiting = due.filter(({ position }) => !this.#underWay.has(position));
      for (const delivery of waiting.slice(0, CONCURRENCY - this.#underWay.size)) this.#start(delivery);
      // What is under way wakes us when it ends.
      if (this.#underWay.size > 0) continue;
      const nextDue = await journal.findNextDue(serverId, callback.id);
      if (nextDue !== undefined) this.#wakeAt(nextDue);
    }
    // In the same step as the last look at the wish for another: none is missed.
    this.#looking = false;
  }

  #wakeAt(dueAt: number): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => this.wake(), Math.max(dueAt - Date.now(), 0));
  }

  #start(delivery: Delivery): void {
    if (this.#closed) return;
    const done = this.#bring(delivery)
      .catch((error: unknown) => {
        this.#deps.logger.error({ err: error }, 'what became of a delivery could not be written down');
      })
      .then(() => {
        this.#underWay.delete(delivery.position);
        this.wake();
      });
    this.#underWay.set(delivery.position, done);
  }

  async #bring(delivery: Delivery): Promise<void> {
    const { serverId, callback, journal, onAttempt } = this.#deps;
    const problem = await this.#attempt(delivery);
    if (problem === undefined) {
      const wasDown = this.#failures >= OUTAGE;
      this.#failures = 0;
      await journal.remove(delivery);
      if (wasDown) await journal.hasten(serverId, callback.id);
      onAttempt('delivered');
      return;
    }
    // Nobody knows whether it arrived: it comes once more, under the same id.
    if (this.#closed) return;
    this.#failures += 1;
    await this.#failed(delivery, problem);
  }

  async #failed(delivery: Delivery, problem: string): Promise<void> {
    const { position, id, createdAt, attempts } = delivery;
    const { callback, journal, logger, onAttempt } = this.#deps;
    const now = Date.now();
    const record = { callbackId: callback.id, deliveryId: id, attempts: attempts + 1, problem };
    if (now - createdAt >= GIVE_UP_MS) {
      await journal.remove(delivery);
      logger.warn(record, 'a callback was given up');
      onAttempt('givenUp');
      return;
    }
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** attempts, LONGEST_DELAY_MS);
    // Spread, so that a receiver that was down is not met by everything at once.
    await journal.postpone(position, now + Math.round(delayMs * (0.8 + 0.4 * Math.random())));
    logger.debug(record, 'a callback was not accepted');
    onAttempt('failed');
  }

  /** What went wrong, in words that name nobody; undefined: it was accepted. */
  async #attempt({ id, sequence, body }: Delivery): Promise<string | undefined> {
    const { callback, allowPrivate } = this.#deps;
    const text = JSON.stringify({ ...body, id, sequence });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Conclave',
      'x-conclave-event-id': id,
      'x-conclave-signature': signDelivery(text, callback.secret, Math.floor(Date.now() / 1000)),
    };
    try {
      const status = await post({ url: callback.url, body: text, headers, allowPrivate, signal: this.#ending.signal });
      return status >= 200 && status < 300 ? undefined : `status ${status}`;
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      return code ?? name;
    }
  }
}
