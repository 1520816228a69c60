import type { NotificationData, NotificationName } from '../../protocol/notifications.ts';

/** What an outbox needs of a socket. */
export interface Emitting {
  emit(name: string, data: unknown, sequence: number): unknown;
}

/** Notifications kept for a client that may not have them; when more are missed it has to join anew. */
const KEPT = 1_000;

interface Sent {
  readonly name: NotificationName;
  readonly data: unknown;
}

/**
 * Sends one client its notifications, numbered from 1, over one socket after another; keeps those the client may not have, so
 * that a new socket begins where the last one broke.
 */
export class Outbox {
  #socket: Emitting | undefined;
  #sequence = 0;
  /** What was sent last, up to the notification numbered {@link #sequence}. */
  #kept: Sent[] = [];
  /** Number of the newest notification before the heartbeat that is under way. */
  #marked = 0;

  /** Sends over this socket from now on. */
  attach(socket: Emitting): void {
    this.#socket = socket;
  }

  /** The socket is gone: notifications wait. */
  detach(): void {
    this.#socket = undefined;
  }

  /** Sends a notification. */
  send<Name extends NotificationName>(name: Name, data: NotificationData<Name>): void {
    this.#sequence += 1;
    this.#kept.push({ name, data });
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.#socket?.emit(name, data, this.#sequence);
  }

  /** Whether everything after the notification numbered `after` is still there. */
  canReplay(after: number): boolean {
    return after <= this.#sequence && after >= this.#sequence - this.#kept.length;
  }

  /** Sends everything after the notification numbered `after` once more. */
  replay(after: number): void {
    const missed = this.#sequence - after;
    const first = this.#kept.length - missed;
    this.#kept.slice(first).forEach(({ name, data }, index) => {
      this.#socket?.emit(name, data, after + index + 1);
    });
  }

  /** A heartbeat leaves, behind everything sent so far. */
  mark(): void {
    this.#marked = this.#sequence;
  }

  /** It was answered: everything sent before it has arrived. */
  confirm(): void {
    const unconfirmed = this.#sequence - this.#marked;
    if (unconfirmed < this.#kept.length) this.#kept = unconfirmed === 0 ? [] : this.#kept.slice(-unconfirmed);
  }
}
