import type { Callback } from '../errors/callback.ts';
import type { Stream } from '../model/stream.ts';
import type { PublisherProperties } from '../publisher/properties.ts';
import type { Publisher } from '../publisher/publisher.ts';
import type { SubscriberProperties } from '../subscriber/properties.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import type { Target } from './arguments.ts';

/** `session.connect`: joins with a token made by the back end. */
export interface ConnectMethod<Session, ConnectedEvent> {
  (token: string, callback?: Callback<ConnectedEvent>): Session;
  /** @deprecated Form of old apps. */
  (apiKey: string, token: string, callback?: Callback<ConnectedEvent>): Session;
  /** Resolves when connected. */
  promise(token: string): Promise<Session>;
}

/** `session.publish`: sends a publisher's media; with a target it makes the publisher too. */
export interface PublishMethod {
  /** Returns null when not connected or not permitted; the callback says why. */
  (publisher: Publisher, callback?: Callback): Publisher;
  (target?: Target, properties?: PublisherProperties, callback?: Callback): Publisher;
  (target: Target, callback: Callback): Publisher;
  /** Resolves when others can see the stream. */
  promise(publisher: Publisher): Promise<Publisher>;
  promise(target?: Target, properties?: PublisherProperties): Promise<Publisher>;
}

/** `session.subscribe`: receives a stream and shows it. */
export interface SubscribeMethod {
  /** Returns undefined when the arguments or the session do not allow it; the callback says why. */
  (stream: Stream, target?: Target, properties?: SubscriberProperties, callback?: Callback<Subscriber>): Subscriber;
  (stream: Stream, target: Target, callback: Callback<Subscriber>): Subscriber;
  (stream: Stream, callback: Callback<Subscriber>): Subscriber;
  /** Resolves when the media is bound. */
  promise(stream: Stream, target?: Target, properties?: SubscriberProperties): Promise<Subscriber>;
}
