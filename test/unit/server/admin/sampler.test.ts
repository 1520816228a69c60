import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Sampler, type SamplerDeps } from '../../../../src/server/admin/sampler.ts';
import type { WorkerFigures } from '../../../../src/server/ports.ts';
import { waitFor } from '../../../support/wait.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function openSampler(t: TestContext, deps: Partial<SamplerDeps>): Sampler {
  const sampler = new Sampler({
    listSessions: () => [],
    mediaPlane: { measureWorkers: async () => [] },
    logger: silent,
    now: () => Date.now(),
    everyMs: 1,
    kept: 5,
    ...deps,
  });
  t.after(() => sampler.close());
  sampler.open();
  return sampler;
}

describe('the sampler', () => {
  it('takes a sample at once, then from time to time, and keeps so many', async (t) => {
    let now = 0;
    const sampler = openSampler(t, { now: () => ++now });
    assert.equal(sampler.after(0).length, 1);
    const samples = await waitFor(() => {
      const taken = sampler.after(0);
      return (taken[0]?.at ?? 0) > 5 && taken;
    });
    assert.equal(samples.length, 5);
    const middle = samples[2]?.at ?? 0;
    assert.ok(sampler.after(middle).every(({ at }) => at > middle));
    assert.deepEqual(sampler.after(Number.MAX_SAFE_INTEGER), []);
  });

  it('says how much of a processor a worker used between two looks', async (t) => {
    let looks = 0;
    let now = 0;
    const worker = { place: 7, rooms: 3, transports: 0, memoryBytes: 1024 };
    const measureWorkers = async (): Promise<WorkerFigures[]> => {
      looks += 1;
      now = looks * 10_000;
      return [{ ...worker, cpuSeconds: looks * 2.5 }];
    };
    const sampler = openSampler(t, { now: () => now, mediaPlane: { measureWorkers } });
    const [first] = await waitFor(() => sampler.workers.length > 0 && sampler.workers);
    assert.deepEqual([first?.place, first?.sessions], [7, 3]);
    await waitFor(() => sampler.workers[0]?.cpuShare === 0.25);
  });

  it('asks workers that do not answer no second time, and goes on counting', async (t) => {
    let asked = 0;
    const measureWorkers = (): Promise<WorkerFigures[]> => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const sampler = openSampler(t, { mediaPlane: { measureWorkers } });
    await waitFor(() => sampler.after(0).length === 5);
    assert.equal(asked, 1);
  });

  it('survives workers that fail', async (t) => {
    let asked = 0;
    const measureWorkers = async (): Promise<WorkerFigures[]> => {
      asked += 1;
      throw new Error('gone');
    };
    const sampler = openSampler(t, { mediaPlane: { measureWorkers } });
    await waitFor(() => asked > 2);
    assert.deepEqual(sampler.workers, []);
  });
});
