import type { EndReason } from '../../protocol/model.ts';
import type { MediaRoom } from '../ports.ts';
import type { Member } from './member.ts';
import type { Roster } from './roster.ts';

/** How a member's line was lost: `closed` by its end, as a killed page does, or `silent`, as a network does that is gone. */
export type Loss = 'closed' | 'silent';

/** What absences need. */
export interface AbsencesDeps {
  readonly room: Pick<MediaRoom, 'listenTo'>;
  readonly roster: Roster;
  /** How long a member may be away before it has left; one whose media flows on after a loss by `closed` has the longer time too. */
  readonly graceMs: Readonly<Record<Loss, number>>;
  readonly leave: (member: Member, reason: EndReason) => void;
}

/** Members whose line is cut and who may come back: the others see them still, the counts don't. */
export class Absences {
  readonly #deps: AbsencesDeps;
  readonly #timers = new Map<Member, NodeJS.Timeout>();

  constructor(deps: AbsencesDeps) {
    this.#deps = deps;
  }

  /** A member's line is cut. */
  begin(member: Member, loss: Loss): void {
    if (member.away) return;
    this.#deps.roster.suspend(member);
    this.#wait(member, this.#deps.graceMs[loss]);
    if (loss === 'closed') this.#judge(member).catch(() => undefined);
  }

  /** A socket ends when its page does, and also when only the line to the signaling breaks: the media tells which. */
  async #judge(member: Member): Promise<void> {
    const { room, graceMs, leave } = this.#deps;
    const verdict = await room.listenTo(member.id);
    if (!this.#timers.has(member)) return;
    if (verdict === 'silent') leave(member, 'networkDisconnected');
    if (verdict === 'heard') this.#wait(member, graceMs.silent);
  }

  #wait(member: Member, graceMs: number): void {
    clearTimeout(this.#timers.get(member));
    this.#timers.set(
      member,
      setTimeout(() => this.#deps.leave(member, 'networkDisconnected'), graceMs),
    );
  }

  /** It is back. */
  end(member: Member): void {
    this.forget(member);
    if (member.away) this.#deps.roster.resume(member);
  }

  /** It has left. */
  forget(member: Member): void {
    clearTimeout(this.#timers.get(member));
    this.#timers.delete(member);
  }

  /** Forgets all. Idempotent. */
  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
