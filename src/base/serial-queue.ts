/** Runs tasks one after another in the order they came; a failing task does not stop the next. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when all earlier ones have settled; settles as the task does. */
  run<Value>(task: () => Promise<Value> | Value): Promise<Value> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything queued so far has settled. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
