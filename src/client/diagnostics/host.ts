import type { IceChoice } from '../media/engine.ts';
import type { PublisherProperties } from '../publisher/properties.ts';
import type { Publisher } from '../publisher/publisher.ts';
import type { Session } from '../session/session.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';

/** What diagnostics need of the SDK they were loaded by. */
export interface DiagnosticsHost {
  readonly version: string;
  /** A session of its own, which no registry knows. */
  createSession(options: { apiKey: string; sessionId: string; apiUrl?: string | undefined; ice: IceChoice }): Session;
  createPublisher(properties: PublisherProperties): Publisher;
  readonly sessions: readonly Session[];
  readonly publishers: readonly Publisher[];
  readonly subscribers: readonly Subscriber[];
  /** What happened of late: names of events and lines of the log. */
  readonly lines: readonly string[];
}
