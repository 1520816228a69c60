import { Loudness } from '../devices/loudness.ts';
import { LevelPoll } from '../widgets/level-poll.ts';

/** How loud a publisher's sound is, measured only while the app listens or the meter is seen. */
export class Level {
  readonly #seen: () => boolean;
  readonly #loudness = new Loudness();
  readonly #poll: LevelPoll;
  #listened = false;
  #closed = false;

  constructor(deps: {
    track(): MediaStreamTrack | undefined;
    /** Whether the level meter can be seen. */
    seen(): boolean;
    /** 0 to 1. */
    tell(level: number): void;
  }) {
    this.#seen = deps.seen;
    this.#poll = new LevelPoll({
      read: () => this.#loudness.read(deps.track()),
      tell: deps.tell,
    });
  }

  /** Whether the app wants to know. */
  setListened(listened: boolean): void {
    this.#listened = listened;
    this.update();
  }

  /** To be called when the meter may have appeared or gone. */
  update(): void {
    const wanted = !this.#closed && (this.#listened || this.#seen());
    this.#poll.setWanted(wanted);
    if (!wanted) this.#loudness.close();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.update();
  }
}
