const REACHABLE_WITHIN_MS = 20_000;

/**
 * Whether a host answers at all, so that a download which cannot work is not tried three times over.
 * @param {string} url
 */
export async function isReachable(url) {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    // Whatever the reason (no network, a firewall, a proxy), the caller has another way.
    return false;
  }
}
