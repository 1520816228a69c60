import assert from 'node:assert/strict';
import { describe, it, mock, type TestContext } from 'node:test';
import type { Logger } from '../../../../src/server/ports.ts';
import { Lease } from '../../../../src/server/webhooks/lease.ts';

const EVERY_MS = 5_000;
const logger = { error: () => undefined } as unknown as Logger;

/** A lease on a database that another server uses too. */
async function hold(t: TestContext, options: { exclusive: boolean }) {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const other = { id: 'other', seenAt: 1 };
  const state = { away: false, gone: [] as string[] };
  const answer = async <Value>(value: Value): Promise<Value> => {
    if (state.away) throw new Error('the database is away');
    return value;
  };
  const lease = new Lease({
    serverId: 'own',
    exclusive: options.exclusive,
    logger,
    journal: {
      seen: () => answer(undefined),
      listServers: () => answer([{ id: 'own', seenAt: 1 }, { ...other }]),
      takeOver: (_serverId, gone) => {
        state.gone.push(...gone);
        return answer([]);
      },
      leave: () => answer(undefined),
    },
    onInherited: () => undefined,
    onTick: async () => undefined,
  });
  await lease.open();
  const look = async (times: number, before = (): void => undefined): Promise<void> => {
    for (let time = 0; time < times; time++) {
      before();
      mock.timers.tick(EVERY_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { lease, state, other, look };
}

describe('a lease', () => {
  it('takes over from a server whose sign of life has not changed in four looks', async (t) => {
    const { state, look } = await hold(t, { exclusive: false });
    await look(3);
    assert.deepEqual(state.gone, []);
    await look(1);
    assert.deepEqual(state.gone, ['other']);
  });

  it('takes over from nobody who gives signs, whatever their clock says', async (t) => {
    const { other, state, look } = await hold(t, { exclusive: false });
    await look(9, () => {
      other.seenAt -= 3_600_000;
    });
    assert.deepEqual(state.gone, []);
  });

  it('counts anew when the database was away: nobody could give a sign', async (t) => {
    const { state, look } = await hold(t, { exclusive: false });
    await look(3);
    state.away = true;
    await look(5);
    state.away = false;
    await look(4);
    assert.deepEqual(state.gone, []);
    await look(1);
    assert.deepEqual(state.gone, ['other']);
  });

  it('takes over at once where no other server can be running', async (t) => {
    const { state } = await hold(t, { exclusive: true });
    assert.deepEqual(state.gone, ['other']);
  });

  it('ends also while the database is away', async (t) => {
    const { lease, state } = await hold(t, { exclusive: false });
    state.away = true;
    await lease.close();
  });
});
