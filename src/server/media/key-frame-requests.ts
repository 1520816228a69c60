import type { types } from 'mediasoup';

/**
 * Asks producers of one router for key frames on nobody's behalf. A request needs a consumer whose transport is connected;
 * a direct transport always is, and a consumer on it asks by itself when it is made.
 */
export class KeyFrameRequests {
  readonly #router: types.Router;
  #transport: Promise<types.DirectTransport> | undefined;

  constructor(router: types.Router) {
    this.#router = router;
  }

  /** Asks for a key frame of a producer. */
  async ask(producerId: string): Promise<void> {
    this.#transport ??= this.#openTransport();
    const transport = await this.#transport;
    const consumer = await transport.consume({ producerId, rtpCapabilities: this.#router.rtpCapabilities });
    // At once: until then every packet would be copied to this process.
    consumer.close();
  }

  async #openTransport(): Promise<types.DirectTransport> {
    try {
      return await this.#router.createDirectTransport();
    } catch (error) {
      // The next request may try again.
      this.#transport = undefined;
      throw error;
    }
  }
}
