import { createHmac } from 'node:crypto';

/** Names the way it is signed, so that another can follow. */
const VERSION = 'v1';

/**
 * The header `X-Conclave-Signature`: `t=<seconds since the epoch>,v1=<hex HMAC-SHA256 of "<t>.<body>" under the callback's secret>`.
 * The time is signed with the body, so that a receiver can refuse what was sent long ago.
 */
export function signDelivery(body: string, secret: string, nowSeconds: number): string {
  const hmac = createHmac('sha256', secret).update(`${nowSeconds}.${body}`).digest('hex');
  return `t=${nowSeconds},${VERSION}=${hmac}`;
}
