import type { ConnectionId, StreamId } from '../../base/ids.ts';
import type { Counts } from '../../protocol/model.ts';
import type { Fact } from './facts.ts';
import type { Member } from './member.ts';
import type { Roster } from './roster.ts';

/** What the feed needs. */
export interface CountsFeedDeps {
  readonly windowMs: number;
  readonly roster: Roster;
  readonly tell: (fact: Fact) => void;
}

/**
 * Tells changed counts, at most once in a window, to those that have not heard of them with the change itself: a viewer's join
 * costs each member one message, not two.
 */
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

  /** The counts for a notification that `isTold` members get now: they know them then. */
  carry(isTold: (member: Member) => boolean): Counts {
    const { counts, members } = this.#deps.roster;
    // Who waits for the viewers of streams is told all of it at the end of the window.
    if (this.#streams.size > 0) return counts;
    for (const member of members.values()) if (isTold(member)) member.countsVersion = counts.version;
    return counts;
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
    if (known.size === members.size) return;
    tell({ fact: 'countsChanged', counts, streams, known });
  }
}
