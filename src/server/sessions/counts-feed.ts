import type { ConnectionId, StreamId } from '../../base/ids.ts';
import type { Fact } from './facts.ts';
import type { Roster } from './roster.ts';

/** What the feed needs. */
export interface CountsFeedDeps {
  readonly windowMs: number;
  readonly roster: Roster;
  readonly tell: (fact: Fact) => void;
}

/** Tells changed counts, at most once in a window: a hundred joins at once cost each member a few messages, not a hundred. */
export class CountsFeed {
  readonly #deps: CountsFeedDeps;
  readonly #streams = new Set<StreamId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: CountsFeedDeps) {
    this.#deps = deps;
  }

  /** Notes a change, of a stream's count too when one is named. */
  changed(streamId?: StreamId): void {
    if (streamId !== undefined) this.#streams.add(streamId);
    this.#timer ??= setTimeout(() => this.#flush(), this.#deps.windowMs);
  }

  /** Stops; what has not been told is not told. Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#streams.clear();
  }

  #flush(): void {
    const { roster, tell } = this.#deps;
    this.#timer = undefined;
    const { counts, members } = roster;
    const streams = [...this.#streams].flatMap((id) => {
      const stream = roster.streams.get(id);
      return stream === undefined ? [] : [{ id, subscriberCount: stream.viewers.size }];
    });
    this.#streams.clear();
    const known = new Set<ConnectionId>();
    for (const member of members.values()) if (member.countsVersion === counts.version) known.add(member.id);
    tell({ fact: 'countsChanged', counts, streams, known });
  }
}
