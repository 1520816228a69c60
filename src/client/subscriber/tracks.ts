import { createDeferred, type Deferred } from '../../base/deferred.ts';
import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';
import type { IncomingMedia } from '../media/engine.ts';

/** What can be switched on and off by itself. */
export type Kind = 'audio' | 'video';

/** Which tracks of a subscription the app wants, what the server was told, and who waits for that. */
export class Tracks {
  #wanted: Readonly<Record<Kind, boolean>>;
  #requested: Readonly<Record<Kind, boolean>>;
  /** Somebody can see the picture. */
  #seen = true;
  #media: Pick<IncomingMedia, 'setTracks' | 'countPackets'> | undefined;
  readonly #waiting = new Map<Kind, Deferred<void>>();

  constructor(wanted: Readonly<Record<Kind, boolean>>) {
    this.#wanted = wanted;
    this.#requested = wanted;
  }

  get wanted(): Readonly<Record<Kind, boolean>> {
    return this.#wanted;
  }

  /** What the server was asked for. */
  get requested(): Readonly<Record<Kind, boolean>> {
    return this.#requested;
  }

  /** What a subscription is to begin with. */
  request(): Readonly<Record<Kind, boolean>> {
    this.#requested = this.#wanted;
    return this.#wanted;
  }

  /** The server granted the subscription as requested; what changed meanwhile is told now. */
  granted(media: Pick<IncomingMedia, 'setTracks' | 'countPackets'>): void {
    this.#media = media;
    this.#tell('audio');
    this.#tell('video');
  }

  /** Packets of what the stream should bring, its picture rather than its sound; undefined when it should bring nothing. */
  async countPackets(stream: { readonly hasAudio: boolean; readonly hasVideo: boolean }): Promise<number | undefined> {
    if (stream.hasVideo && this.#requested.video) return await this.#media?.countPackets('video');
    return stream.hasAudio && this.#requested.audio ? await this.#media?.countPackets('audio') : undefined;
  }

  /** Switches a kind; resolves when the server has done it, rejects when a later call takes its place or it cannot be done. */
  set(kind: Kind, value: boolean): Promise<void> {
    this.#wanted = { ...this.#wanted, [kind]: value };
    this.#waiting
      .get(kind)
      ?.reject(createError('OT_CANCEL', 'Subscriber: a later call took the place of this one', { code: 1501 }));
    const done = createDeferred<void>();
    this.#waiting.set(kind, done);
    if (this.#media !== undefined) this.#tell(kind);
    return done.promise;
  }

  /** While nobody can see the picture it is not sent, whatever the app wants. */
  setSeen(seen: boolean): void {
    this.#seen = seen;
    if (this.#media !== undefined) this.#tell('video');
  }

  /** Nothing can be switched any more: whoever waits gets `error`. */
  close(error: OTError): void {
    this.#media = undefined;
    for (const done of this.#waiting.values()) done.reject(error);
    this.#waiting.clear();
  }

  #tell(kind: Kind): void {
    const value = this.#wanted[kind] && (this.#seen || kind === 'audio');
    const done = this.#waiting.get(kind);
    const settled = () => this.#waiting.get(kind) === done && this.#waiting.delete(kind);
    const told =
      this.#requested[kind] === value
        ? Promise.resolve()
        : (this.#media?.setTracks({ [kind]: value }) ?? Promise.resolve());
    this.#requested = { ...this.#requested, [kind]: value };
    told.then(
      () => {
        settled();
        done?.resolve();
      },
      (error: unknown) => {
        settled();
        done?.reject(error);
      },
    );
  }
}
