import { Emitter } from '../../base/emitter.ts';
import type { EncryptionInfo } from '../model/encryption.ts';
import type { Stream } from '../model/stream.ts';
import type { SubscriberEvents } from './events.ts';
import type { SubscribeLink } from './link.ts';
import type { SubscriberProperties } from './properties.ts';

/** Receives a stream and shows it. */
export class Subscriber extends Emitter<SubscriberEvents<Subscriber>> {
  /** The container of the default UI. */
  element: HTMLElement | undefined;
  /** The container's id. */
  id: string | undefined;
  stream: Stream | undefined;
  /** The Session it belongs to. */
  session: object | undefined;

  /** @internal */
  constructor(options: {
    stream: Stream;
    target?: string | HTMLElement | null | undefined;
    properties?: SubscriberProperties | undefined;
    deps?: object;
  }) {
    super();
    this.stream = options.stream;
  }

  /** What the connection from the server negotiated for this stream. */
  get encryption(): EncryptionInfo | undefined {
    return undefined;
  }

  /** @internal Subscribes; resolves when media is bound; rejects with the OTError. */
  async subscribeTo(_link: SubscribeLink): Promise<void> {
    throw new Error('not yet');
  }

  /** @internal A property of the stream changed. */
  streamUpdated(_changedProperty: string, _newValue: unknown): void {}

  /** @internal The connection that brings the media changed. */
  connectionChanged(_state: RTCPeerConnectionState): void {}

  /** @internal The session or the server ended it. `keepContainer`: the app prevented the default action. */
  ended(_reason: string, _keepContainer = false): void {}

  /** Whether the browser refuses to play sound before the user has touched the page. */
  isAudioBlocked(): boolean {
    return false;
  }

  /** @internal Plays blocked sound; call in a user gesture. */
  async unblockAudio(): Promise<void> {}

  destroy(): void {}
}
