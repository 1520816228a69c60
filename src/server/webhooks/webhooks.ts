import { randomUUID } from 'node:crypto';
import type { SessionId, StreamId } from '../../base/ids.ts';
import type { WireErrorCode } from '../../protocol/error-codes.ts';
import type { Logger } from '../ports.ts';
import type { Fact } from '../sessions/facts.ts';
import type { Backlog, CallbackRecord, CallbackStore, JournalEntry, JournalStore } from '../store-ports.ts';
import { Alerts } from './alerts.ts';
import { Courier } from './courier.ts';
import type { Happening } from './happening.ts';
import { JournalWriter } from './journal-writer.ts';
import { Lease } from './lease.ts';
import { Monitor } from './monitor.ts';
import { Registrations } from './registrations.ts';

/** What callbacks need. */
export interface WebhooksDeps {
  readonly callbacks: CallbackStore;
  readonly journal: JournalStore;
  readonly exclusive: boolean;
  readonly logger: Logger;
  readonly projectOf: (sessionId: SessionId) => string;
  readonly countReceivedBytes: (sessionId: SessionId, streamId: StreamId) => Promise<number | undefined>;
  /** Callbacks that the settings name. */
  readonly configured: readonly CallbackRecord[];
  /** Whether receivers may be in private networks. */
  readonly allowPrivate: boolean;
  /** Deliveries that may wait in the database; what comes then is lost, and the numbers show it. */
  readonly mostWaiting: number;
}

/** How callbacks get on. */
export interface WebhookState extends Backlog {
  readonly delivered: number;
  readonly failed: number;
  readonly givenUp: number;
}

/** Tells back ends what happens in their sessions: whatever is to be told is written down first, and brought until it is accepted. */
export class Webhooks {
  readonly #deps: WebhooksDeps;
  readonly #serverId = randomUUID();
  readonly #registrations: Registrations;
  readonly #monitor: Monitor;
  readonly #alerts: Alerts;
  readonly #writer: JournalWriter;
  readonly #lease: Lease;
  readonly #couriers = new Map<string, Courier>();
  /** Ids of what is in sessions and was written down, so that its end is, too. */
  readonly #written = new Set<string>();
  readonly #attempts = { delivered: 0, failed: 0, givenUp: 0 };
  #backlog: Backlog = { deliveries: 0, oldestAt: undefined };

  constructor(deps: WebhooksDeps) {
    this.#deps = deps;
    const { callbacks, journal, logger, exclusive, projectOf, countReceivedBytes } = deps;
    const serverId = this.#serverId;
    this.#registrations = new Registrations(callbacks);
    this.#monitor = new Monitor({ projectOf });
    this.#alerts = new Alerts({
      projectOf,
      countReceivedBytes,
      wanting: (projectId, alert) => this.#registrations.for(projectId, 'alert', alert),
      raise: (happening) => this.#note(happening),
    });
    this.#writer = new JournalWriter({ serverId, journal, logger, onWritten: (entries) => this.#wakeFor(entries) });
    this.#lease = new Lease({
      serverId,
      journal,
      logger,
      exclusive,
      onInherited: (presence) => {
        for (const { id } of presence) this.#written.add(id);
        for (const happening of this.#monitor.end(presence)) this.#note(happening);
        this.#wake();
      },
      onTick: () => this.refresh(),
    });
  }

  /** How callbacks get on; the backlog is a few seconds old at most. */
  get state(): WebhookState {
    return { ...this.#backlog, ...this.#attempts };
  }

  /** Begins, with what was left over when a server ended. */
  async open(): Promise<void> {
    await this.#deps.callbacks.replaceConfigured(this.#deps.configured);
    await this.#registrations.refresh();
    await this.#lease.open();
    await this.refresh();
  }

  /** Reads the callbacks anew: after one was added or removed, and from time to time, because another server may have done that. */
  async refresh(): Promise<void> {
    await this.#registrations.refresh();
    const known = new Map(this.#registrations.all.map((callback) => [callback.id, callback]));
    for (const [id, courier] of this.#couriers) {
      if (known.has(id)) continue;
      this.#couriers.delete(id);
      void courier.close();
    }
    for (const [id, callback] of known) if (!this.#couriers.has(id)) this.#couriers.set(id, this.#employ(callback));
    this.#backlog = await this.#deps.journal.backlog();
    this.#wake();
  }

  /** Takes a fact of a session. */
  take(sessionId: SessionId, fact: Fact): void {
    this.#alerts.take(sessionId, fact);
    for (const happening of this.#monitor.take(sessionId, fact)) this.#note(happening);
  }

  /** Somebody was not let into a session that exists. */
  refused(sessionId: SessionId, code: WireErrorCode): void {
    this.#alerts.refused(sessionId, code);
  }

  /** Ends; what has not been delivered stays written down. Idempotent. */
  async close(): Promise<void> {
    this.#alerts.close();
    await this.#writer.close();
    await Promise.all([...this.#couriers.values()].map((courier) => courier.close()));
    await this.#lease.close();
  }

  #note({ sessionId, group, event, body, callbackId, arrived, left }: Happening): void {
    const projectId = this.#deps.projectOf(sessionId);
    const wasWritten = left !== undefined && this.#written.delete(left.id);
    // Nobody asks: then nobody is told of the end either, and nothing has to be written down.
    if (this.#registrations.of(projectId).length === 0 && !wasWritten) return;
    if (arrived !== undefined) this.#written.add(arrived.id);
    const wanting = this.#registrations
      .for(projectId, group, event)
      .filter(({ id }) => callbackId === undefined || id === callbackId)
      .map(({ id }) => id);
    if (wanting.length === 0 && arrived === undefined && left === undefined) return;
    const full = this.#backlog.deliveries >= this.#deps.mostWaiting;
    this.#writer.add({
      sessionId,
      deliveries: full ? [] : wanting.map((id) => ({ callbackId: id, body })),
      ...(full && { lost: wanting }),
      ...(arrived !== undefined && { arrived }),
      ...(left !== undefined && { left }),
    });
  }

  #wakeFor(entries: readonly JournalEntry[]): void {
    const callbackIds = entries.flatMap(({ deliveries }) => deliveries.map(({ callbackId }) => callbackId));
    for (const id of new Set(callbackIds)) this.#couriers.get(id)?.wake();
  }

  #wake(): void {
    for (const courier of this.#couriers.values()) courier.wake();
  }

  #employ(callback: CallbackRecord): Courier {
    const { journal, logger, allowPrivate } = this.#deps;
    return new Courier({
      serverId: this.#serverId,
      callback,
      journal,
      logger,
      allowPrivate,
      onAttempt: (outcome) => {
        this.#attempts[outcome] += 1;
      },
    });
  }
}
