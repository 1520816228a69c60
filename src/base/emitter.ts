/** A listener of one event. */
export type Listener<Event> = (event: Event) => void;

interface Entry {
  readonly listener: Listener<never>;
  readonly context: unknown;
  readonly once: boolean;
}

/** Several names separated by spaces become a list. */
function toNames(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}

/**
 * Typed synchronous event emitter with OpenTok's calling forms: several names in one string, a map of listeners, a context.
 * Listeners run in the order they were added; one that throws is reported and the rest still run.
 */
export class Emitter<Events extends object> {
  readonly #entries = new Map<string, Entry[]>();

  /** Adds a listener; `names` may hold several names separated by spaces, or map names to listeners. */
  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>, context?: unknown): this;
  on(names: string, listener: Listener<never>, context?: unknown): this;
  on(listeners: { [Name in keyof Events]?: Listener<Events[Name]> }, context?: unknown): this;
  on(names: string | object, listenerOrContext?: unknown, context?: unknown): this {
    return this.#add(names, listenerOrContext, context, false);
  }

  /** Like {@link on}, for one event only. */
  once<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>, context?: unknown): this;
  once(names: string, listener: Listener<never>, context?: unknown): this;
  once(listeners: { [Name in keyof Events]?: Listener<Events[Name]> }, context?: unknown): this;
  once(names: string | object, listenerOrContext?: unknown, context?: unknown): this {
    return this.#add(names, listenerOrContext, context, true);
  }

  /** Removes one listener, all listeners of a name, or, without arguments, all. */
  off(): this;
  off(names: string, listener?: Listener<never>, context?: unknown): this;
  off(listeners: { [Name in keyof Events]?: Listener<Events[Name]> }, context?: unknown): this;
  off(names?: string | object, listenerOrContext?: unknown, context?: unknown): this {
    if (names === undefined) {
      this.#entries.clear();
      this.onListenersChanged();
    } else if (typeof names === 'string') {
      for (const name of toNames(names)) this.#remove(name, listenerOrContext as Listener<never> | undefined, context);
    } else {
      for (const [name, listener] of Object.entries(names)) this.#remove(name, listener, listenerOrContext);
    }
    return this;
  }

  /** How many listeners `name` has. */
  listenerCount(name: keyof Events & string): number {
    return this.#entries.get(name)?.length ?? 0;
  }

  /** Calls the listeners of `name`, synchronously; what a listener throws goes to {@link onListenerError}. */
  emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
    for (const entry of [...(this.#entries.get(name) ?? [])]) {
      if (entry.once) this.#drop(name, entry);
      try {
        (entry.listener as Listener<Events[Name]>).call(entry.context, event);
      } catch (error) {
        this.onListenerError(name, error);
      }
    }
  }

  /** The same as {@link emit}, under the name old apps use. */
  trigger(name: string, event?: unknown): void {
    this.emit(name as never, event as never);
  }

  /** Emits an event under the name in its `type`. */
  dispatchEvent(event: { readonly type: string }): void {
    this.trigger(event.type, event);
  }

  /** @deprecated Use {@link on}. */
  addEventListener(name: string, listener: Listener<never>, context?: unknown): void {
    this.on(name, listener, context);
  }

  /** @deprecated Use {@link off}. */
  removeEventListener(name: string, listener?: Listener<never>, context?: unknown): void {
    this.off(name, listener, context);
  }

  /** Where an error thrown by a listener goes: by default it is rethrown in a task of its own, so that it is seen and stops nobody. */
  protected onListenerError(_name: string, error: unknown): void {
    void Promise.reject(error);
  }

  /** Called when listeners were added or removed, for what is only worth doing while somebody listens. */
  protected onListenersChanged(): void {}

  #add(names: string | object, listenerOrContext: unknown, context: unknown, once: boolean): this {
    if (typeof names === 'string') {
      if (typeof listenerOrContext !== 'function') return this;
      for (const name of toNames(names)) {
        this.#push(name, { listener: listenerOrContext as Listener<never>, context, once });
      }
    } else {
      for (const [name, listener] of Object.entries(names)) {
        this.#push(name, { listener, context: listenerOrContext, once });
      }
    }
    return this;
  }

  #push(name: string, entry: Entry): void {
    const entries = this.#entries.get(name);
    if (entries === undefined) this.#entries.set(name, [entry]);
    else entries.push(entry);
    this.onListenersChanged();
  }

  #drop(name: string, entry: Entry): void {
    const rest = (this.#entries.get(name) ?? []).filter((candidate) => candidate !== entry);
    if (rest.length === 0) this.#entries.delete(name);
    else this.#entries.set(name, rest);
    this.onListenersChanged();
  }

  #remove(name: string, listener: Listener<never> | undefined, context: unknown): void {
    for (const entry of this.#entries.get(name) ?? []) {
      const matches = listener === undefined || entry.listener === listener;
      if (matches && (context === undefined || entry.context === context)) this.#drop(name, entry);
    }
  }
}
