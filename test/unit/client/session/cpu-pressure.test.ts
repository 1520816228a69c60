import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { SessionHarness } from './support/harness.ts';

type Tell = (records: { state: string }[]) => void;

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'PressureObserver');
});

/** A browser with the Compute Pressure API. */
function installObserver(): { tell: Tell[]; ended: number } {
  const seen = { tell: [] as Tell[], ended: 0 };
  class PressureObserver {
    constructor(tell: Tell) {
      seen.tell.push(tell);
    }
    async observe(): Promise<void> {}
    disconnect(): void {
      seen.ended += 1;
    }
  }
  Object.assign(globalThis, { PressureObserver });
  return seen;
}

test('how busy the machine is is watched while somebody listens and the session is connected', async () => {
  const seen = installObserver();
  const harness = new SessionHarness();
  await harness.connect();
  const { session } = harness;
  assert.equal(seen.tell.length, 0);
  const states: string[] = [];
  session.on('cpuPerformanceChanged', ({ cpuPerformanceState }) => states.push(cpuPerformanceState));
  for (const state of ['nominal', 'nominal', 'serious']) seen.tell[0]?.([{ state }]);
  assert.deepEqual(states, ['nominal', 'serious']);
  session.off('cpuPerformanceChanged');
  assert.equal(seen.ended, 1);
  session.on('cpuPerformanceChanged', () => undefined);
  assert.equal(seen.tell.length, 2);
  await session.disconnect();
  assert.equal(seen.ended, 2);
});

test('a browser that does not tell is no error', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const { session } = harness;
  session.on('cpuPerformanceChanged', () => assert.fail('nobody tells'));
  await session.disconnect();
});
