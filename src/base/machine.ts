/** The allowed moves of a life cycle: state -> input -> next state. */
export type Transitions<State extends string, Input extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Input, State>>>>
>;

/** A state that changes only along a written table; an input the table does not list is refused, never guessed. */
export class Machine<State extends string, Input extends string> {
  readonly #transitions: Transitions<State, Input>;
  #state: State;

  constructor(transitions: Transitions<State, Input>, initial: State) {
    this.#transitions = transitions;
    this.#state = initial;
  }

  /** The state now. */
  get state(): State {
    return this.#state;
  }

  /** Whether the state is one of `states`. */
  is(...states: State[]): boolean {
    return states.includes(this.#state);
  }

  /** Whether `input` is allowed now. */
  can(input: Input): boolean {
    return this.#transitions[this.#state][input] !== undefined;
  }

  /** Moves along the table; returns false, and stays, when the table has no such move (a late answer is harmless). */
  send(input: Input): boolean {
    const next = this.#transitions[this.#state][input];
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }
}
