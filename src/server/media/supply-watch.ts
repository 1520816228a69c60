import type { types } from 'mediasoup';
import type { VideoSupply } from '../../protocol/media-messages.ts';

/** How long each judgement must hold before it is told: short gaps are ordinary, and nobody wants a picture that comes and goes. */
const HOLD_MS: Readonly<Record<VideoSupply, number>> = { full: 1_000, poor: 3_000, none: 1_500 };

/** What watching a viewer's supply needs. */
export interface SupplyWatchDeps {
  readonly consumer: types.Consumer;
  /** Whether pictures should come: the viewer wants them and the publisher sends them. */
  readonly expected: () => boolean;
  readonly onChange: (supply: VideoSupply) => void;
}

/** Tells whether a viewer's line carries the picture, from the layers that the media server finds room for. */
export class SupplyWatch {
  readonly #deps: SupplyWatchDeps;
  #told: VideoSupply = 'full';
  #pending: VideoSupply = 'full';
  /** A picture was sent; before that nothing is missing. */
  #begun = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: SupplyWatchDeps) {
    this.#deps = deps;
    deps.consumer.on('layerschange', (layers) => this.#judge(layers));
  }

  /** Whether pictures should come has changed. */
  check(): void {
    this.#judge(this.#deps.consumer.currentLayers);
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #judge(layers: types.ConsumerLayers | undefined): void {
    this.#begun ||= layers !== undefined;
    const supply = this.#begun && this.#deps.expected() ? this.#toSupply(layers) : 'full';
    if (supply === this.#pending) return;
    this.#pending = supply;
    clearTimeout(this.#timer);
    if (supply === this.#told) return;
    this.#timer = setTimeout(() => {
      this.#told = supply;
      this.#deps.onChange(supply);
    }, HOLD_MS[supply]);
  }

  #toSupply(layers: types.ConsumerLayers | undefined): VideoSupply {
    const { consumer } = this.#deps;
    if (layers !== undefined) {
      const wanted = consumer.preferredLayers?.spatialLayer ?? 0;
      return layers.spatialLayer === 0 && wanted > 0 ? 'poor' : 'full';
    }
    // Without layers the line has no room, unless it is the publisher that sends nothing.
    return consumer.score.producerScores.some((score) => score > 0) ? 'none' : this.#told;
  }
}
