import type { Acknowledgement } from '../../protocol/acknowledgement.ts';

/** Sends an answer to the client. */
export type Acknowledge = (answer: Acknowledgement<unknown>) => void;

interface Entry {
  answer: Acknowledgement<unknown> | undefined;
  acknowledge: Acknowledge | undefined;
}

/**
 * What became of a client's numbered requests, as long as it may ask again: whoever lost its socket sends a request once more, and
 * it must not be carried out twice.
 */
export class Answers {
  readonly #entries = new Map<number, Entry>();
  #received = 0;
  #answered: number[] = [];
  #marked = 0;

  /** The highest number so far. */
  get received(): number {
    return this.#received;
  }

  /** Whether this number is new; it is taken then, and its answer, where one is wanted, will go to `acknowledge`. */
  begin(id: number, acknowledge: Acknowledge | undefined): boolean {
    if (id <= this.#received) return false;
    this.#received = id;
    if (acknowledge !== undefined) this.#entries.set(id, { answer: undefined, acknowledge });
    return true;
  }

  /** The same request once more: it gets the answer the first one had, when there is one. False when that is forgotten. */
  repeat(id: number, acknowledge: Acknowledge | undefined): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    if (entry.answer === undefined) entry.acknowledge = acknowledge;
    else acknowledge?.(entry.answer);
    return true;
  }

  /** The answer is there. */
  end(id: number, answer: Acknowledgement<unknown>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.answer = answer;
    entry.acknowledge?.(answer);
    this.#answered.push(id);
  }

  /** A heartbeat leaves, behind every answer given so far. */
  mark(): void {
    this.#marked = this.#answered.length;
  }

  /** It was answered: those answers have arrived. */
  confirm(): void {
    for (const id of this.#answered.splice(0, this.#marked)) this.#entries.delete(id);
    this.#marked = 0;
  }
}
