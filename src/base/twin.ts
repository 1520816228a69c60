/** A callback with the error first, `undefined` on success. */
export type Callback<Value, Failure> = (error?: Failure, value?: Value) => void;

/** Gives a function in callback style its promise twin: `call.promise(...)`. */
export function withPromise<Call extends (...args: never[]) => unknown, Promised extends (...args: never[]) => unknown>(
  call: Call,
  promise: Promised,
): Call & { promise: Promised } {
  return Object.assign(call, { promise });
}

/**
 * Tells `callback` how `promise` settled and returns the promise. With a callback a rejection counts as handled, so that
 * apps in callback style get no `unhandledrejection`; what the callback itself throws stays visible.
 */
export function settle<Value, Failure>(
  promise: Promise<Value>,
  callback: Callback<Value, Failure> | undefined,
): Promise<Value> {
  if (callback !== undefined) {
    void promise.then(
      (value) => callback(undefined, value),
      (error: Failure) => callback(error),
    );
  }
  return promise;
}
