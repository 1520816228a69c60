import type { CallbackRecord, CallbackStore } from '../store-ports.ts';

/** The callbacks of all projects, as the database has them. */
export class Registrations {
  readonly #store: CallbackStore;
  #byProject = new Map<string, CallbackRecord[]>();
  #all: readonly CallbackRecord[] = [];

  constructor(store: CallbackStore) {
    this.#store = store;
  }

  get all(): readonly CallbackRecord[] {
    return this.#all;
  }

  /** Reads them anew. */
  async refresh(): Promise<void> {
    this.#all = await this.#store.list();
    this.#byProject = new Map();
    for (const callback of this.#all) {
      const { projectId } = callback;
      this.#byProject.set(projectId, [...this.of(projectId), callback]);
    }
  }

  /** A project's callbacks. */
  of(projectId: string): readonly CallbackRecord[] {
    return this.#byProject.get(projectId) ?? [];
  }

  /** Those of a project that want an event. */
  for(projectId: string, group: string, event: string): CallbackRecord[] {
    return this.of(projectId).filter((callback) => callback.group === group && callback.event === event);
  }
}
