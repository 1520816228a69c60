import { createDeferred } from '../../base/deferred.ts';
import type { Callback } from '../errors/callback.ts';
import type { OTError } from '../errors/ot-error.ts';

/** Everyone who waits for one attempt to connect: callbacks are called within the burst of events, promises after it. */
export class Joining<Event> {
  readonly #joined = createDeferred<Event>();
  readonly #callbacks: Callback<Event>[] = [];

  constructor() {
    // Apps in callback style never look at the promise.
    this.#joined.promise.catch(() => undefined);
  }

  /** Adds one who waits. */
  add(callback: Callback<Event> | undefined): Promise<Event> {
    if (callback !== undefined) this.#callbacks.push(callback);
    return this.#joined.promise;
  }

  /** Joined. */
  succeed(event: Event): void {
    this.#call((callback) => callback(undefined, event));
    this.#joined.resolve(event);
  }

  /** Not joined. */
  fail(error: OTError): void {
    this.#call((callback) => callback(error));
    this.#joined.reject(error);
  }

  #call(tell: (callback: Callback<Event>) => void): void {
    for (const callback of this.#callbacks.splice(0)) {
      try {
        tell(callback);
      } catch (error) {
        // What an app's callback throws is seen, and stops nobody.
        void Promise.reject(error);
      }
    }
  }
}
