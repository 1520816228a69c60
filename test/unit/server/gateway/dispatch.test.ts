import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import type { Acknowledgement } from '../../../../src/protocol/acknowledgement.ts';
import { Dispatch } from '../../../../src/server/gateway/dispatch.ts';
import type { Caller } from '../../../../src/server/gateway/handlers/handler.ts';
import { UNWATCHED } from '../../../../src/server/observations.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../../src/server/sessions/limits.ts';

const STREAM = { streamId: '5f0a1c6e-93a7-4c0e-8d55-2f4b8b1c9a03' };

type SessionCalls = { update?: (data: unknown) => Promise<void>; unpublish?: (data: unknown) => void };

/** A dispatch to a session of which only what the test needs exists. */
function open(calls: SessionCalls, limits: Partial<Limits> = {}) {
  const session = {
    publishing: {
      update: (_member: unknown, data: unknown) => calls.update?.(data),
      unpublish: (_member: unknown, data: unknown) => calls.unpublish?.(data),
    },
  };
  const refused: string[] = [];
  const errors: object[] = [];
  let hostile = 0;
  const quiet = () => undefined;
  const dispatch = new Dispatch({
    caller: { session, member: {} } as unknown as Caller,
    limits: { ...DEFAULT_LIMITS, ...limits },
    logger: { debug: quiet, info: quiet, warn: quiet, error: (fields) => errors.push(fields) },
    watch: UNWATCHED,
    onRefused: (request, { code }) => refused.push(`${request} ${code}`),
    onHostile: () => {
      hostile += 1;
    },
  });
  const ask = (name: string, ...args: unknown[]) =>
    new Promise<Acknowledgement<unknown>>((resolve) => dispatch.receive(name, [...args, resolve]));
  return { dispatch, ask, refused, errors, hostile: () => hostile };
}

describe('the dispatch of a connection’s messages', () => {
  test('carries requests out one after another, in order, even when an earlier one takes long', async () => {
    const gate = createDeferred<void>();
    const order: string[] = [];
    const { ask } = open({
      update: async () => {
        await gate.promise;
        order.push('update');
      },
      unpublish: () => order.push('unpublish'),
    });
    const replies = Promise.all([ask('updateStream', { ...STREAM, hasAudio: true }), ask('unpublish', STREAM)]);
    gate.resolve();
    assert.deepEqual(await replies, [
      { ok: true, data: {} },
      { ok: true, data: {} },
    ]);
    assert.deepEqual(order, ['update', 'unpublish']);
  });

  test('answers an unexpected failure with nothing of its inside, and logs it', async () => {
    const { ask, errors } = open({
      unpublish: () => {
        throw new Error('the password is 1234');
      },
    });
    const reply = await ask('unpublish', STREAM);
    assert.ok(!reply.ok);
    assert.equal(reply.error.code, 'internal');
    assert.ok(!JSON.stringify(reply).includes('1234'));
    assert.equal((errors[0] as { err: Error }).err.message, 'the password is 1234');
  });

  test('tells of a refused one-way request, without echoing more of its name than it needs', async () => {
    const { dispatch, ask, refused } = open({});
    dispatch.receive('unpublish', [{}]);
    dispatch.receive('x'.repeat(10_000), []);
    await ask('unknown');
    assert.deepEqual(refused, ['unpublish invalidMessage', `${'x'.repeat(64)} invalidMessage`]);
  });

  test('refuses a request whose name is no text: socket.io lets a sender name its events with numbers', async () => {
    const { dispatch, ask, refused } = open({});
    dispatch.receive(7, [{}]);
    dispatch.receive(undefined, []);
    await ask('unknown');
    assert.deepEqual(refused, ['7 invalidMessage', 'undefined invalidMessage']);
  });

  test('sends a connection away that is refused again and again, once; one success and it starts afresh', async () => {
    const { ask, hostile } = open({}, { refusalsInARow: 3 });
    for (const good of [false, false, true, false, false]) {
      await ask('unpublish', good ? STREAM : {});
    }
    assert.equal(hostile(), 0);
    await ask('unpublish', {});
    assert.equal(hostile(), 1);
  });

  test('takes nothing more when it is closed, not even what waits', async () => {
    const gate = createDeferred<void>();
    const done: string[] = [];
    const { dispatch, ask } = open({ update: () => gate.promise, unpublish: () => done.push('unpublish') });
    const replies = Promise.all([ask('updateStream', STREAM), ask('unpublish', STREAM)]);
    dispatch.close();
    dispatch.receive('unpublish', [STREAM]);
    gate.resolve();
    await replies;
    assert.deepEqual(done, []);
  });

  test('limits all requests, and signals more', async () => {
    const { ask } = open({}, { requestBurst: 3, requestsPerSecond: 0, signalBurst: 1, signalsPerSecond: 0 });
    const codes: string[] = [];
    for (const name of ['signal', 'signal', 'unpublish', 'unpublish']) {
      const reply = await ask(name, {});
      codes.push(reply.ok ? 'ok' : reply.error.code);
    }
    // The first signal passes its limit and fails in the session that this test does not have.
    assert.deepEqual(codes, ['internal', 'rateLimited', 'invalidMessage', 'rateLimited']);
  });
});
