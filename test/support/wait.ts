import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 10;
const TIMEOUT_MS = 10_000;

/** Looks again and again until `look` returns something; for what tells nobody when it has changed. */
export async function waitFor<Found>(
  look: () => Promise<Found | undefined | false> | Found | undefined | false,
): Promise<Found> {
  const deadlineMs = performance.now() + TIMEOUT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadlineMs) throw new Error(`not so after ${TIMEOUT_MS} ms: ${look}`);
    await pause(INTERVAL_MS);
  }
}
