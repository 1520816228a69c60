import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 10;
const TIMEOUT_MS = 10_000;

/** Looks again and again until `look` returns something; for what tells nobody when it has changed, and may take `timeoutMs` for that. */
export async function waitFor<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
  timeoutMs = TIMEOUT_MS,
): Promise<Found> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadlineMs) throw new Error(`not so after ${timeoutMs} ms: ${look}`);
    await pause(INTERVAL_MS);
  }
}
