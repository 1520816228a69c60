import assert from 'node:assert/strict';
import { describe, it, mock, type TestContext } from 'node:test';
import type { ConnectionId, SessionId } from '../../../../src/base/ids.ts';
import type { AlertName } from '../../../../src/protocol/callbacks.ts';
import type { Fact } from '../../../../src/server/sessions/facts.ts';
import { toPermissions } from '../../../../src/server/sessions/permissions.ts';
import type { CallbackRecord } from '../../../../src/server/store-ports.ts';
import { Alerts } from '../../../../src/server/webhooks/alerts.ts';
import type { Happening } from '../../../../src/server/webhooks/happening.ts';

const SESSION = '2_x' as SessionId;
const counts = { version: 1, connections: 1, publishers: 0, subscribers: 0, subscribingOnly: 0 };
const connection = { id: 'c', createdAt: 1, data: 'd' };

function wanting(event: AlertName, afterSeconds?: number): CallbackRecord {
  const made = { createdAt: 1, configured: false, secret: '', url: '', projectId: '100', group: 'alert' };
  return { ...made, id: `for ${event}`, event, ...(afterSeconds !== undefined && { afterSeconds }) };
}

function watch(t: TestContext, callbacks: CallbackRecord[]) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  t.after(() => mock.timers.reset());
  const raised: Happening[] = [];
  const alerts = new Alerts({
    projectOf: () => '100',
    wanting: (_projectId, alert) => callbacks.filter(({ event }) => event === alert),
    countReceivedBytes: async () => 0,
    raise: (happening) => raised.push(happening),
  });
  const take = (fact: Fact): void => alerts.take(SESSION, fact);
  take({ fact: 'connectionCreated', connection, permissions: toPermissions('publisher'), counts });
  return { raised, take, alerts };
}

describe('alerts', () => {
  it('name the connection whose encryption is below what the session demands', (t) => {
    const { raised, take } = watch(t, [wanting('encryptionTooWeak')]);
    take({ fact: 'encryptionRefused', connectionId: 'c' as ConnectionId, required: 'aes-256' });
    const [{ body, event } = { body: {}, event: '' }] = raised;
    assert.equal(event, 'encryptionTooWeak');
    assert.partialDeepStrictEqual(body, { alert: 'encryptionTooWeak', required: 'aes-256', connection });
  });

  it('wait as long as each callback wants, and for nobody who has left', (t) => {
    const { raised, take } = watch(t, [wanting('notPublishing', 5), wanting('notPublishing')]);
    mock.timers.tick(5_000);
    assert.equal(raised.length, 1);
    take({ fact: 'connectionDestroyed', connectionId: 'c' as ConnectionId, reason: 'clientDisconnected', counts });
    mock.timers.tick(60_000);
    assert.equal(raised.length, 1);
  });

  it('tell refusals of one kind at once, then together every ten seconds, then no more', (t) => {
    const { raised, alerts } = watch(t, [wanting('connectionRefused')]);
    for (let index = 0; index < 4; index++) alerts.refused(SESSION, 'authenticationFailed');
    alerts.refused(SESSION, 'connectionLimit');
    alerts.refused(SESSION, 'invalidMessage');
    mock.timers.tick(30_000);
    assert.deepEqual(
      raised.map(({ body }) => (body as { count: number }).count),
      [1, 3],
    );
  });
});
