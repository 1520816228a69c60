import type { NotificationData, NotificationName } from '../../protocol/notifications.ts';

/** What an outbox needs of a socket. */
export interface Emitting {
  emit(name: string, data: unknown, sequence: number): unknown;
}

/** Sends one client its notifications, numbered from 1 so that it can tell whether one is missing. */
export class Outbox {
  readonly #socket: Emitting;
  #sequence = 0;

  constructor(socket: Emitting) {
    this.#socket = socket;
  }

  /** Sends a notification. */
  send<Name extends NotificationName>(name: Name, data: NotificationData<Name>): void {
    this.#sequence += 1;
    this.#socket.emit(name, data, this.#sequence);
  }
}
