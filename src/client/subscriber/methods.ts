/** A setter with its promise twin. */
export interface SetterMethod<Self, Value, Rest extends unknown[] = []> {
  (value: Value): Self;
  /** Resolves when it is done; rejects when a later call takes its place. */
  promise(value: Value, ...rest: Rest): Promise<void>;
}
