import { createDeferred } from '../../base/deferred.ts';
import { Emitter } from '../../base/emitter.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { EncryptionInfo } from '../model/encryption.ts';
import type { Stream } from '../model/stream.ts';
import type { PublisherEndReason, PublisherEvents } from './events.ts';
import type { PublishLink } from './link.ts';
import type { PublisherProperties } from './properties.ts';

/** What a publisher needs from outside. */
export interface PublisherDeps {
  /** Asked before any camera prompt; an error here (an insecure page, a wrong argument) becomes the result of the capture. */
  refusal?(): OTError | undefined;
}

/** Captures camera, microphone or screen, shows a preview, and can be published to a session. */
export class Publisher extends Emitter<PublisherEvents<Publisher>> {
  readonly #captured = createDeferred<void>();
  /** The container of the default UI. */
  element: HTMLElement | undefined;
  /** The container's id. */
  id: string | undefined;
  /** The published stream; undefined while not published. */
  stream: Stream | undefined;
  /** The Session it is published to. */
  session: object | undefined;

  /** @internal */
  constructor(_options: {
    target?: string | HTMLElement | null | undefined;
    properties?: PublisherProperties | undefined;
    deps: PublisherDeps;
  }) {
    super();
  }

  /** What the connection to the server negotiated for this stream. */
  get encryption(): EncryptionInfo | undefined {
    return undefined;
  }

  /** @internal Starts the capture. */
  begin(): void {}

  /** @internal Settles with the capture; rejects with the OTError. */
  get captured(): Promise<void> {
    return this.#captured.promise;
  }

  /** @internal The local media, for a subscriber to the own stream. */
  get mediaStream(): MediaStream | undefined {
    return undefined;
  }

  /** @internal Publishes; resolves after streamCreated was emitted. */
  async publishTo(_link: PublishLink): Promise<Stream> {
    throw new Error('not yet');
  }

  /** @internal The session or the server ended the stream. */
  ended(_reason: PublisherEndReason): void {}

  /** @internal */
  subscriberCountChanged(_subscriberCount: number): void {}

  destroy(): this {
    return this;
  }
}
