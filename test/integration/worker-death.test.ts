import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createUuid } from '../../src/base/ids.ts';
import { openGatewayHost } from '../support/gateway-host.ts';
import { waitFor } from '../support/wait.ts';

describe('a media worker that is killed', () => {
  test('is replaced; everyone gets new transports and keeps connection, streams and subscriptions', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const sessionId = await host.createSession();
    const publisher = await host.joinReady(sessionId);
    const viewer = await host.joinReady(sessionId);
    const streamId = await publisher.publish();
    await viewer.subscribe(streamId);
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);

    process.kill(pid, 'SIGKILL');
    for (const client of [publisher, viewer]) {
      const { sendTransport } = await client.next('mediaRenewed');
      assert.notEqual(sendTransport?.id, client.welcome.sendTransport?.id);
      await client.connectTransports();
    }
    assert.notEqual(host.workerPids()[0], pid);
    const early = createUuid();
    const waiting = await viewer.request('subscribe', { subscriptionId: early, streamId, audio: true, video: true });
    assert.deepEqual(waiting.consumers, [], 'its media is not back yet');
    assert.equal(await publisher.publish({ hasAudio: false }, streamId), streamId);
    await viewer.next('streamRestored', (restored) => restored.streamId === streamId);
    const again = { subscriptionId: createUuid(), streamId, audio: true, video: true };
    assert.equal((await viewer.request('subscribe', again)).consumers.length, 2);
    await assert.rejects(publisher.publish({}, streamId), { code: 'conflict' });
    for (const name of ['expelled', 'connectionDestroyed', 'streamDestroyed'] as const) {
      assert.deepEqual([...publisher.all(name), ...viewer.all(name)], []);
    }
    const newcomer = await host.join(sessionId);
    assert.equal(newcomer.welcome.streams[0]?.properties.hasAudio, true, 'its properties are what they were');
  });

  test('takes along only the media of its own sessions', async (t) => {
    const host = await openGatewayHost({ workers: 2 });
    t.after(() => host.close());
    // Each session goes to the worker with the fewest rooms: they are on different ones.
    const clients = [
      await host.joinReady(await host.createSession()),
      await host.joinReady(await host.createSession()),
    ];
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const hit = await Promise.race(clients.map((client) => client.next('mediaRenewed').then(() => client)));
    const survivor = clients.find((client) => client !== hit);
    assert.ok(survivor);
    await survivor.publish();
    await survivor.until(() => survivor.counts.publishers === 1);
    assert.deepEqual(survivor.all('mediaRenewed'), []);
  });

  test('leaves a server whose joins wait for the next one', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const sessionId = await host.createSession();
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await waitFor(() => !host.mediaPlane.healthy());
    const client = await host.joinReady(sessionId);
    assert.ok(await client.publish());
  });
});
