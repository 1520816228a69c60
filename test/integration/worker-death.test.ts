import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openGatewayHost } from '../support/gateway-host.ts';
import { waitFor } from '../support/wait.ts';

describe('a media worker that is killed', () => {
  test('is replaced; its sessions are told, end, and can be joined again', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const sessionId = await host.createSession();
    const publisher = await host.joinReady(sessionId);
    const viewer = await host.joinReady(sessionId);
    await viewer.subscribe(await publisher.publish());
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);

    process.kill(pid, 'SIGKILL');
    for (const client of [publisher, viewer]) {
      assert.deepEqual(await client.next('expelled'), { reason: 'serverRotation' });
      await client.ended();
      assert.deepEqual(client.all('connectionDestroyed'), [], 'everybody goes: nobody is told of the others');
    }
    await waitFor(() => host.mediaPlane.healthy());
    const [replacement] = host.workerPids();
    assert.notEqual(replacement, pid);
    const again = await host.joinReady(sessionId);
    const other = await host.joinReady(sessionId);
    await other.subscribe(await again.publish());
    assert.equal(again.welcome.counts.connections, 1);
  });

  test('takes along only its own sessions', async (t) => {
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
    const expelled = await Promise.race(clients.map((client) => client.next('expelled').then(() => client)));
    const survivor = clients.find((client) => client !== expelled);
    assert.ok(survivor);
    await survivor.publish();
    await survivor.until(() => survivor.counts.publishers === 1);
    assert.equal(survivor.disconnectReason, undefined);
  });

  test('leaves a server that refuses joins in words while none is up', async (t) => {
    const host = await openGatewayHost();
    t.after(() => host.close());
    const sessionId = await host.createSession();
    const [pid] = host.workerPids();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await waitFor(() => !host.mediaPlane.healthy());
    // Until the replacement is up; from then on joins succeed again.
    await waitFor(async () => {
      try {
        return await host.join(sessionId);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'draining');
        return undefined;
      }
    });
  });
});
