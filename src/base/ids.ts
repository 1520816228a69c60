declare const brand: unique symbol;

/** A string that can't be mistaken for another kind of id at compile time. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** Session id in the OpenTok form (`2_...`). */
export type SessionId = Id<'session'>;
/** Connection id: lower-case UUID. */
export type ConnectionId = Id<'connection'>;
/** Stream id: lower-case UUID. */
export type StreamId = Id<'stream'>;
/** Subscription id: lower-case UUID, unique within its connection. */
export type SubscriptionId = Id<'subscription'>;

declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };

/** A fresh random UUID (RFC 9562 version 4). Works on insecure pages too, where `crypto.randomUUID` is missing. */
export function createUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
