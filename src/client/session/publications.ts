import { notConnected } from '../errors/catalogue.ts';
import type { MediaEngine } from '../media/engine.ts';
import type { Stream } from '../model/stream.ts';
import type { PublisherEndReason } from '../publisher/events.ts';
import type { LivePublication, PublishedProperties, PublishLink, StreamChanges } from '../publisher/link.ts';
import type { Publisher } from '../publisher/publisher.ts';
import type { Notify, Request } from '../signaling/channel.ts';
import type { StreamPropertyChange } from './events.ts';
import type { Meter } from './flow.ts';
import type { Roster } from './roster.ts';

/** What publications need. */
export interface PublicationsDeps {
  /** The Session, for `publisher.session`. */
  readonly session: object;
  readonly engine: MediaEngine;
  readonly request: Request;
  readonly notify: Notify;
  readonly roster: Roster;
  /** The own stream changed. */
  changed(changes: readonly StreamPropertyChange[], reason?: 'quality'): void;
}

/** What turns off is off at once; what turns on waits for the server. */
function splitChanges(changes: StreamChanges): { now: StreamChanges; confirmed: StreamChanges } {
  const entries = Object.entries(changes);
  const isOff = ([, value]: [string, unknown]) => value === false;
  return {
    now: Object.fromEntries(entries.filter(isOff)),
    confirmed: Object.fromEntries(entries.filter((entry) => !isOff(entry))),
  };
}

/** The publishers of this client that are published, or being published, to the session. */
export class Publications {
  readonly #deps: PublicationsDeps;
  readonly #publishers = new Set<Publisher>();
  readonly #live = new Map<Publisher, LivePublication>();

  constructor(deps: PublicationsDeps) {
    this.#deps = deps;
  }

  /** Whether the publisher belongs to this session already. */
  has(publisher: Publisher): boolean {
    return this.#publishers.has(publisher);
  }

  /** The publisher of a stream. */
  find(streamId: string): Publisher | undefined {
    return [...this.#publishers].find(({ stream }) => stream?.streamId === streamId);
  }

  /** Publishes; the publisher stays attached when that succeeds. */
  async publish(publisher: Publisher): Promise<void> {
    this.#publishers.add(publisher);
    try {
      await publisher.publishTo(this.#createLink(publisher));
    } catch (error) {
      this.#publishers.delete(publisher);
      throw error;
    }
  }

  /** Ends the publisher's stream, or its attempt to publish. */
  unpublish(publisher: Publisher): void {
    const streamId = publisher.stream?.streamId;
    this.#detach(publisher, 'unpublished');
    if (streamId !== undefined) this.#tellServer(streamId, 'clientDisconnected');
  }

  /** The server ended the stream; false when it is none of these. */
  streamEnded(streamId: string, reason: PublisherEndReason): boolean {
    const publisher = this.find(streamId);
    if (publisher === undefined) return false;
    this.#detach(publisher, reason);
    return true;
  }

  /** The session is recorded, or no longer: each publisher shows it. */
  archivingChanged(archiving: boolean): void {
    for (const publisher of this.#publishers) publisher.archivingChanged(archiving);
  }

  /** What each stream is seen to flow by. */
  get meters(): [object, Meter][] {
    return [...this.#live].map(([publisher, live]) => [publisher, () => live.countFeedback()]);
  }

  /** What a stream is like now. */
  describe(streamId: string): PublishedProperties | undefined {
    return [...this.#live.values()].find((live) => live.streamId === streamId)?.properties;
  }

  /** This client is another connection now, and its streams have other ids. */
  renewed(): void {
    for (const [publisher, { streamId, createdAt, properties, muted }] of this.#live) {
      const last = publisher.stream;
      if (last === undefined || streamId === undefined || properties === undefined || last.streamId === streamId)
        continue;
      this.#deps.roster.removeStream(last.streamId);
      const shown = muted === true ? { ...properties, hasAudio: false } : properties;
      const stream = this.#createLink(publisher).registerStream({ streamId, createdAt, properties: shown });
      publisher.republished(stream);
      if (muted === true) publisher.muteForced();
    }
  }

  /** Ends all; the server knows already. */
  close(reason: PublisherEndReason): void {
    for (const publisher of [...this.#publishers]) this.#detach(publisher, reason);
  }

  /** Ends all because media can't flow any more; the server is told. */
  fail(): void {
    for (const publisher of [...this.#publishers]) {
      const streamId = publisher.stream?.streamId;
      this.#detach(publisher, 'networkDisconnected');
      if (streamId !== undefined) this.#tellServer(streamId, 'mediaStopped');
    }
  }

  #detach(publisher: Publisher, reason: PublisherEndReason): void {
    this.#publishers.delete(publisher);
    this.#live.delete(publisher);
    if (publisher.stream !== undefined) this.#deps.roster.removeStream(publisher.stream.streamId);
    publisher.ended(reason);
  }

  #tellServer(streamId: string, reason: 'clientDisconnected' | 'mediaStopped'): void {
    // The server may have ended it first, or be gone: both are what was wanted.
    this.#deps.request('unpublish', { streamId, reason }).catch(() => undefined);
  }

  #createLink(publisher: Publisher): PublishLink {
    const { session, engine, request, notify, roster, changed } = this.#deps;
    return {
      session,
      engine,
      opened: (live) => this.#live.set(publisher, live),
      reportSending: (streamId, report) => notify('reportSending', { streamId, ...report }),
      updateStream: async (streamId, changes, reason) => {
        const { now, confirmed } = splitChanges(changes);
        changed(roster.updateStream(streamId, now), reason);
        await request('updateStream', { streamId, ...changes, ...(reason !== undefined && { reason }) });
        changed(roster.updateStream(streamId, confirmed), reason);
      },
      registerStream: ({ streamId, createdAt, properties }): Stream => {
        const connectionId = roster.self?.connectionId ?? '';
        const info = { id: streamId, connectionId, createdAt, properties, subscriberCount: 0 };
        const stream = roster.addStream(info);
        if (stream === undefined) throw notConnected('publish');
        return stream;
      },
      closed: (reason, streamId) => {
        this.#publishers.delete(publisher);
        this.#live.delete(publisher);
        roster.removeStream(streamId);
        this.#tellServer(streamId, reason);
      },
    };
  }
}
