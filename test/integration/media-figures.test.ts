import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createWorker } from 'mediasoup';
import { Traffic } from '../../src/server/media/traffic.ts';
import { openGatewayHost } from '../support/gateway-host.ts';
import { waitFor } from '../support/wait.ts';

describe('what the media workers have to do', () => {
  test('is told by place, and a worker that replaces another has its place', async (t) => {
    const host = await openGatewayHost({ workers: 2 });
    t.after(() => host.close());
    for (const _ of ['first', 'second', 'third']) await host.joinReady(await host.createSession());
    const { workers, workerDeaths } = await host.mediaPlane.measure();
    const toPlace = ({ place }: { place: number }) => place;
    assert.deepEqual(workers.map(toPlace), [0, 1]);
    // Which of the two was up first is chance.
    const loads = workers.map(({ rooms, transports }) => [rooms, transports]);
    assert.deepEqual(loads.sort(), [
      [1, 2],
      [2, 4],
    ]);
    assert.equal(workerDeaths, 0);
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const after = await waitFor(async () => {
      const figures = await host.mediaPlane.measure();
      return figures.workerDeaths === 1 && figures.workers.length === 2 && figures;
    });
    assert.deepEqual(after.workers.map(toPlace), [0, 1]);
  });

  test('of a worker that hangs is told as it was, and goes on when the worker does', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    await host.joinReady(await host.createSession());
    const [before] = (await host.mediaPlane.measure()).workers;
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined && before !== undefined);
    process.kill(pid, 'SIGSTOP');
    try {
      for (const _ of ['once', 'again']) assert.deepEqual((await host.mediaPlane.measure()).workers, [before]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await waitFor(async () => ((await host.mediaPlane.measure()).workers[0]?.cpuSeconds ?? 0) > before.cpuSeconds);
  });

  test('costs the same however many transports there are: they are asked in turns', async (t) => {
    const worker = await createWorker();
    t.after(() => worker.close());
    const webRtcServer = await worker.createWebRtcServer({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] });
    const router = await worker.createRouter();
    const traffic = new Traffic();
    for (let index = 0; index < 600; index += 1) {
      traffic.add(await router.createWebRtcTransport({ webRtcServer }), undefined);
    }
    const countAsked = () => [...traffic.lines].filter(({ stats }) => stats !== undefined).length;
    await traffic.ask();
    assert.equal(countAsked(), 512);
    await traffic.ask();
    assert.equal(countAsked(), 600);
    router.close();
    assert.deepEqual([...traffic.lines], []);
  });
});
