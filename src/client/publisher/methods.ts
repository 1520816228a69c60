import type { Callback } from '../errors/callback.ts';

/** `publisher.publishAudio`: turns the sound on or off, at once. */
export interface PublishAudioMethod<Publisher> {
  (value: boolean): Publisher;
  /** Resolves when the session knows; rejects with OT_NOT_CONNECTED when there is none, the sound is switched all the same. */
  promise(value: boolean): Promise<void>;
}

/** `publisher.publishVideo`: turns the picture on or off. Off closes the camera, so that its light goes out; on opens it again. */
export interface PublishVideoMethod<Publisher> {
  /** `callback` learns whether that worked. */
  (value: boolean, callback?: Callback): Publisher;
  promise(value: boolean): Promise<void>;
}

/** `publisher.destroy`: ends the stream, stops what was captured and gives the page back its element. Idempotent. */
export interface DestroyMethod<Publisher> {
  (): Publisher;
  /** Resolves when that is done. */
  promise(): Promise<void>;
}
