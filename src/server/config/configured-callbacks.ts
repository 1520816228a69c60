import { createHash } from 'node:crypto';
import type { CallbackRecord } from '../store-ports.ts';
import { toCallbackKey } from './callbacks.ts';
import type { Config } from './schema.ts';

/** The callbacks of the settings as the store keeps them. */
export function toConfiguredCallbacks({ callbacks }: Config): CallbackRecord[] {
  return callbacks.map((callback) => ({ ...callback, id: toId(callback), createdAt: Date.now(), configured: true }));
}

/** The same at each start, so that numbers and what was not delivered stay with it. */
function toId(callback: Config['callbacks'][number]): string {
  const digest = createHash('sha256').update(toCallbackKey(callback)).digest('hex');
  const [a, b, c, d, e] = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(13, 16),
    digest.slice(17, 20),
    digest.slice(20, 32),
  ];
  // RFC 9562: version 8 is for ids made of what one likes.
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
