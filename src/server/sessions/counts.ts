import type { Counts } from '../../protocol/model.ts';

/** What of a connection counts. */
export interface Activity {
  /** Streams it publishes. */
  readonly streams: number;
  /** Subscriptions it has taken; an offer it has not taken is none. */
  readonly subscriptions: number;
}

/** Counts of one session, kept by adding and removing what each connection contributes: a change costs the same whatever the size. */
export class CountsLedger {
  #version = 0;
  #connections = 0;
  #publishers = 0;
  #subscribers = 0;
  #subscribingOnly = 0;

  /** The counts now. */
  get counts(): Counts {
    return {
      version: this.#version,
      connections: this.#connections,
      publishers: this.#publishers,
      subscribers: this.#subscribers,
      subscribingOnly: this.#subscribingOnly,
    };
  }

  /** Takes what a connection did before (absent: it has just come) and does now (absent: it has gone). */
  change(before: Activity | undefined, after: Activity | undefined): void {
    this.#add(before, -1);
    this.#add(after, 1);
  }

  /** Makes the counts newer than those told before. */
  raiseVersion(): void {
    this.#version += 1;
  }

  #add(activity: Activity | undefined, sign: 1 | -1): void {
    if (activity === undefined) return;
    const publishes = activity.streams > 0;
    const subscribes = activity.subscriptions > 0;
    this.#connections += sign;
    if (publishes) this.#publishers += sign;
    if (subscribes) this.#subscribers += sign;
    if (subscribes && !publishes) this.#subscribingOnly += sign;
  }
}

/** Whether two activities count alike. */
export function countAlike(a: Activity, b: Activity): boolean {
  return a.streams > 0 === b.streams > 0 && a.subscriptions > 0 === b.subscriptions > 0;
}
