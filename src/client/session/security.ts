import type { MinimumEncryption } from '../../protocol/model.ts';
import { createError } from '../errors/catalogue.ts';
import type { OTError } from '../errors/ot-error.ts';

/** The parts of `location` that decide. */
export interface PageOrigin {
  readonly protocol: string;
  readonly hostname: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * The error of publishing from this page, or undefined when it is served over https: or from a loopback host. The
 * browser's own `isSecureContext` is not asked: a flag or a policy can turn it on for any page.
 */
export function refuseInsecureOrigin({ protocol, hostname }: PageOrigin): OTError | undefined {
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return undefined;
  return createError(
    'OT_INSECURE_ORIGIN',
    'Publishing is only possible on a page served over https: (or from localhost during development). ' +
      'Serve this page over https: and open it by that address.',
  );
}

/** The stricter of the app's and the session's minimum. */
export function strictest(...minimums: (MinimumEncryption | undefined)[]): MinimumEncryption | undefined {
  if (minimums.includes('aes-256')) return 'aes-256';
  return minimums.includes('aes-128') ? 'aes-128' : undefined;
}
