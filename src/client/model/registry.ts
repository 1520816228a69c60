/** What picks items: properties they must have, or a test. */
export type Selector<Item> = Partial<Item> | ((item: Item) => boolean);

function toTest<Item extends object>(selector: Selector<Item>): (item: Item) => boolean {
  if (typeof selector === 'function') return selector;
  const wanted = Object.entries(selector) as [keyof Item, unknown][];
  return (item) => wanted.every(([key, value]) => item[key] === value);
}

/** A read-only view of the things an object holds, under the ids they are known by. */
export class Registry<Item extends object> {
  readonly #items: ReadonlyMap<string, Item>;

  /** @internal */
  constructor(items: ReadonlyMap<string, Item>) {
    this.#items = items;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }
  /** All items, or those that `selector` picks. */
  where(selector: Selector<Item> = {}): Item[] {
    return [...this.#items.values()].filter(toTest(selector));
  }
  /** The first item that `selector` picks. */
  find(selector: Selector<Item>): Item | undefined {
    return this.where(selector)[0];
  }
  forEach(visit: (item: Item) => void): void {
    for (const item of [...this.#items.values()]) visit(item);
  }
  map<Result>(convert: (item: Item) => Result): Result[] {
    return [...this.#items.values()].map(convert);
  }
  length(): number {
    return this.#items.size;
  }
}
