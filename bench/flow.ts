import type { Page } from '@playwright/test';

/** One way to make the same call: somebody publishes, a newcomer joins, sees it, and publishes too. */
export interface Flow {
  readonly name: string;
  /** The page of a participant, before any script of its own has connected. `tcpPort` is the delayed way to the server. */
  readonly pageUrl: (tcpPort: number) => string;
  /** The port of the server, undelayed. */
  readonly serverPort: number;
  /** Gives a room that nobody is in. */
  openRoom(): Promise<Room>;
}

/** What the participants of one run do. */
export interface Room {
  /** The first participant joins and publishes; resolves when it has. */
  publishFirst(page: Page): Promise<void>;
  /** What the newcomer does before the clock starts. */
  prepareNewcomer(page: Page): Promise<void>;
  /** The newcomer joins and subscribes; called as the clock starts, resolves when the calls are made. */
  subscribe(page: Page): Promise<Started>;
  /** The newcomer publishes; the first participant subscribes by itself. */
  publish(page: Page): Promise<Started>;
}

/** A stopwatch that was started in a page: milliseconds since the epoch. */
export interface Started {
  readonly startedAt: number;
}
