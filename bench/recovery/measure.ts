import type { Browser } from '@playwright/test';
import { openRecoveryCall } from './call.ts';
import { FAULTS } from './faults.ts';

/** How one call went on after one fault, in milliseconds. */
export interface RecoveryRun {
  readonly fault: string;
  /** From the end of the cause to the first of the pictures that go on; 0 when they never stopped. */
  readonly picturesMs: number;
  /** Longest time without a new picture, the fault included. */
  readonly longestGapMs: number;
  /** From the end of the cause to `sessionReconnected`, where that was told. */
  readonly reconnectedMs: number | undefined;
}

/** A gap between pictures that nobody sees. */
const UNSEEN_GAP_MS = 100;

/** Measures every fault, `runs` times, each in a call of its own. */
export async function measureRecovery(browser: Browser, runs: number): Promise<RecoveryRun[]> {
  const results: RecoveryRun[] = [];
  for (let round = 1; round <= runs; round += 1) {
    for (const fault of FAULTS) {
      const call = await openRecoveryCall(browser);
      try {
        const endedAt = await fault.inflict(call);
        const { firstAt, longestGapMs } = await call.awaitPictures(endedAt);
        const reconnectedAt = await call.reconnectedAt(endedAt);
        const picturesMs = longestGapMs < UNSEEN_GAP_MS ? 0 : firstAt - endedAt;
        const reconnectedMs = reconnectedAt === undefined ? undefined : reconnectedAt - endedAt;
        results.push({ fault: fault.name, picturesMs, longestGapMs, reconnectedMs });
        console.log(`round ${round} of ${runs}, ${fault.name}: pictures after ${picturesMs} ms`);
      } finally {
        await call.close();
      }
    }
  }
  return results;
}
