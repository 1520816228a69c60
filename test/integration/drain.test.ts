import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Handshake } from '../../src/protocol/handshake.ts';
import { createOfficialSdk, createSdkSession } from '../support/official-sdk.ts';
import { joinRaw, type RawClient, Refusal } from '../support/raw-client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait.ts';

interface Stage {
  readonly server: TestServer;
  readonly handshake: Omit<Handshake, 'protocol'>;
  readonly clients: readonly [RawClient, RawClient];
}

/** A call of two on a server that was told to stop and lets calls go on. */
async function drain(t: TestContext, seconds: number): Promise<Stage> {
  const server = await startServer({ env: { CONCLAVE_DRAIN_SECONDS: String(seconds) } });
  t.after(() => server.child.kill('SIGKILL'));
  const session = await createSdkSession(createOfficialSdk(server), { mediaMode: 'routed' });
  const handshake = { apiKey: server.apiKey, sessionId: session.sessionId, token: session.generateToken() };
  const clients = [await joinRaw(server.httpUrl, handshake), await joinRaw(server.httpUrl, handshake)] as const;
  server.kill('SIGTERM');
  await waitFor(async () => (await fetch(`${server.httpUrl}/health`)).status === 503);
  return { server, handshake, clients };
}

const isDraining = (error: unknown): boolean => error instanceof Refusal && error.code === 'draining';

describe('a server that lets calls go on', () => {
  it('says that it is not healthy, refuses newcomers, and ends when the last has left', async (t) => {
    const { server, handshake, clients } = await drain(t, 3600);
    const [first, second] = clients;
    await assert.rejects(joinRaw(server.httpUrl, handshake), isDraining);
    await first.request('signal', { data: 'still here' });
    assert.equal((await second.next('signal')).data, 'still here');
    first.leave();
    await second.next('connectionDestroyed');
    await second.request('signal', {});
    second.leave();
    assert.deepEqual(await server.exited, { code: 0, signal: null });
    assert.deepEqual(second.all('expelled'), []);
  });

  it('gives a connection back to its client that comes with another socket, but lets nobody begin anew', async (t) => {
    const { server, handshake, clients } = await drain(t, 3600);
    const [first, second] = clients;
    const { ticket } = first.welcome;
    const resume = { connectionId: first.id, ticket, after: first.lastSequence };
    await assert.rejects(joinRaw(server.httpUrl, { ...handshake, resume: { ...resume, fresh: true } }), isDraining);
    const back = await joinRaw(server.httpUrl, { ...handshake, resume });
    await first.ended();
    await back.request('signal', { data: 'back' });
    assert.equal((await second.next('signal')).data, 'back');
    back.leave();
    second.leave();
    assert.equal((await server.exited).code, 0);
  });

  it('ends calls when the time is over', async (t) => {
    const { server, clients } = await drain(t, 1);
    for (const client of clients) assert.deepEqual(await client.next('expelled'), { reason: 'serverRotation' });
    assert.deepEqual(await server.exited, { code: 0, signal: null });
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends them at once when it gets another signal (${signal})`, async (t) => {
      const { server, clients } = await drain(t, 3600);
      server.kill(signal);
      for (const client of clients) assert.deepEqual(await client.next('expelled'), { reason: 'serverRotation' });
      assert.deepEqual(await server.exited, { code: 0, signal: null });
    });
  }
});
