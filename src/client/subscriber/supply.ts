import type { VideoSupply } from '../media/engine.ts';

/** What a supply tells. */
export interface SupplyDeps {
  /** Whether there is a picture may have changed. */
  readonly onStarved: () => void;
  /** The picture may have to be switched off, or no longer. */
  readonly onWarning: (warned: boolean) => void;
}

/** What the line has room for of one picture. */
export class Supply {
  readonly #deps: SupplyDeps;
  #supply: VideoSupply = 'full';
  #warned = false;

  constructor(deps: SupplyDeps) {
    this.#deps = deps;
  }

  /** What there is room for. */
  get state(): VideoSupply {
    return this.#supply;
  }

  /** Whether there is no room for any picture. */
  get starved(): boolean {
    return this.#supply === 'none';
  }

  /** The line has room for more, or less. */
  change(supply: VideoSupply): void {
    this.#supply = supply;
    this.#deps.onStarved();
    if (supply === 'none' || (supply === 'poor') === this.#warned) return;
    this.#warned = supply === 'poor';
    this.#deps.onWarning(this.#warned);
  }
}
