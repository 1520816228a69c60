import type { StreamInfo, StreamProperties } from '../../protocol/model.ts';
import type { Connection } from './connection.ts';

/** A published stream; its properties follow what the server says. */
export class Stream {
  readonly streamId: string;
  /** The same as {@link streamId}, under the name old apps use. */
  readonly id: string;
  /** The client that publishes it. */
  readonly connection: Connection;
  /** Milliseconds since the epoch. */
  readonly creationTime: number;
  #properties: StreamProperties;
  #subscriberCount: number;

  /** @internal */
  constructor(info: StreamInfo, connection: Connection) {
    this.streamId = info.id;
    this.id = info.id;
    this.connection = connection;
    this.creationTime = info.createdAt;
    this.#properties = info.properties;
    this.#subscriberCount = info.subscriberCount;
  }

  get name(): string {
    return this.#properties.name;
  }
  get initials(): string | undefined {
    return this.#properties.initials;
  }
  get hasAudio(): boolean {
    return this.#properties.hasAudio;
  }
  get hasVideo(): boolean {
    return this.#properties.hasVideo;
  }
  get hasCaptions(): boolean {
    return false;
  }
  /** Undefined for a stream without video. */
  get videoType(): 'camera' | 'screen' | 'custom' | undefined {
    return this.#properties.videoType;
  }
  /** Pixels; 0 x 0 while unknown. */
  get videoDimensions(): { width: number; height: number } {
    return this.#properties.videoDimensions ?? { width: 0, height: 0 };
  }
  get frameRate(): number | undefined {
    return this.#properties.frameRate;
  }
  get defaultFitMode(): 'cover' | 'contain' | undefined {
    return this.#properties.defaultFitMode;
  }
  /** How many clients subscribe to it, counted by the server. */
  get subscriberCount(): number {
    return this.#subscriberCount;
  }

  /** @internal Applies what changed. */
  update(changes: Partial<StreamProperties>): void {
    this.#properties = { ...this.#properties, ...changes };
  }

  /** @internal */
  setSubscriberCount(count: number): void {
    this.#subscriberCount = count;
  }
}
