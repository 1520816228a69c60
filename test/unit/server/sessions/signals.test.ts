import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createUuid } from '../../../../src/base/ids.ts';
import type { Member } from '../../../../src/server/sessions/member.ts';
import type { Session } from '../../../../src/server/sessions/session.ts';
import { Stage } from './stage.ts';

/** A session of so many members that may receive so many signals per second. */
async function openSession(members: number, signalDeliveriesPerSecond: number) {
  const stage = new Stage({ signalDeliveriesPerSecond });
  const session = await stage.open();
  const joined: Member[] = [];
  while (joined.length < members) joined.push(await stage.join(session));
  return { stage, session, joined: joined as [Member, ...Member[]] };
}

/** How many signals get through before one is refused for their number. */
function sendUntilRefused(session: Session, from: Member, to?: string): number {
  for (let sent = 0; sent < 1000; sent += 1) {
    try {
      session.signals.send(from, to === undefined ? {} : { to });
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'rateLimited');
      return sent;
    }
  }
  throw new Error('nothing was refused');
}

describe('the signals of a session', () => {
  test('have a budget all members share, in which a signal to everyone costs as many as receive it', async () => {
    const { session, joined, stage } = await openSession(4, 10);
    const [first, second] = joined as [Member, Member];
    assert.equal(sendUntilRefused(session, first), 5);
    assert.equal(sendUntilRefused(session, second), 0, 'another member finds it used up');
    assert.equal(stage.facts.filter(({ fact }) => fact === 'signal').length, 5);
  });

  test('cost one when they are for one', async () => {
    const { session, joined } = await openSession(4, 10);
    assert.equal(sendUntilRefused(session, joined[0], joined[1]?.id), 20);
  });

  test('reach everyone, one at a time, where members are more than the budget', async () => {
    const { session, joined } = await openSession(5, 1);
    assert.equal(sendUntilRefused(session, joined[0]), 1);
  });

  test('are refused without the permission and to nobody, and that costs nothing', async () => {
    const { session, joined, stage } = await openSession(1, 1);
    const mute = await stage.join(session, { role: 'publisheronly' });
    assert.throws(() => session.signals.send(mute, {}), { code: 'notPermitted' });
    assert.throws(() => session.signals.send(joined[0], { to: createUuid() }), { code: 'notFound' });
    assert.equal(sendUntilRefused(session, joined[0], mute.id), 2);
  });
});
