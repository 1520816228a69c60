/** What every listener receives: these members plus the fields of its kind. */
export class OTEvent<Type extends string = string, Target = unknown> {
  readonly type: Type;
  /** The object that emitted it. */
  readonly target: Target;
  /** Whether {@link preventDefault} has an effect. */
  readonly cancelable: boolean;
  #prevented = false;

  /** @internal Use {@link createEvent}. */
  constructor(type: Type, target: Target, cancelable: boolean) {
    this.type = type;
    this.target = target;
    this.cancelable = cancelable;
  }

  /** Asks for the default action not to happen; only a cancelable event obeys. */
  preventDefault(): void {
    if (this.cancelable) this.#prevented = true;
    else console.warn(`preventDefault() has no effect on the event "${this.type}"`);
  }

  /** Whether {@link preventDefault} was called on a cancelable event. */
  isDefaultPrevented(): boolean {
    return this.#prevented;
  }
}

/** An event with its own fields. */
export type EventWith<Type extends string, Target, Fields extends object = object> = OTEvent<Type, Target> &
  Readonly<Fields>;

/** Makes an event; `fields` become its properties. */
export function createEvent<Type extends string, Target, Fields extends object = object>(
  type: Type,
  target: Target,
  fields?: Fields,
  cancelable = false,
): EventWith<Type, Target, Fields> {
  return Object.assign(new OTEvent(type, target, cancelable), fields) as EventWith<Type, Target, Fields>;
}
