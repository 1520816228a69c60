import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SessionId } from '../../../../src/base/ids.ts';
import { Measurements } from '../../../../src/server/metrics/measurements.ts';
import { Prometheus } from '../../../../src/server/metrics/prometheus.ts';
import type { MediaFigures, WorkerFigures } from '../../../../src/server/ports.ts';
import { takeCensus } from '../../../../src/server/sessions/census.ts';
import { toPermissions } from '../../../../src/server/sessions/permissions.ts';
import { Scrape } from '../../../support/scrape.ts';

const SESSION = '2_test' as SessionId;
const NOTHING = { bitrateBps: 0, loss: 0 };
const COUNTS = { version: 1, connections: 0, publishers: 0, subscribers: 0, subscribingOnly: 0 };

function toWorker(place: number): WorkerFigures {
  return { place, rooms: place, transports: 0, cpuSeconds: 1, memoryBytes: 1 };
}

/** The numbers of a server without sessions, with these workers. */
function open(workers: () => readonly WorkerFigures[] = () => []) {
  const measureMedia = async (): Promise<MediaFigures> => ({
    workers: workers(),
    workerDeaths: 0,
    traffic: {
      suites: {
        SRTP_AEAD_AES_256_GCM: 0,
        SRTP_AEAD_AES_128_GCM: 0,
        SRTP_AES128_CM_SHA1_80: 0,
        SRTP_AES128_CM_SHA1_32: 0,
        unknown: 0,
      },
      received: NOTHING,
      sent: NOTHING,
    },
  });
  const measurements = new Measurements({ takeCensus: async () => takeCensus([]), measureMedia });
  const prometheus = new Prometheus(measurements);
  return { measurements, prometheus, read: async () => new Scrape(await prometheus.print()) };
}

describe('the numbers in the form of Prometheus', () => {
  test('begin at zero for every code, so that the first of its kind is seen as growth', async () => {
    const { read, prometheus } = open();
    const now = await read();
    for (const code of ['internal', 'rateLimited']) {
      assert.equal(now.value('conclave_join_failures_total', { code }), 0);
      assert.equal(now.value('conclave_messages_refused_total', { code }), 0);
    }
    assert.equal(now.value('conclave_leaves_total', { reason: 'networkDisconnected' }), 0);
    prometheus.close();
  });

  test('show a number another room hands in, as it is at each reading', async () => {
    const { read, prometheus } = open();
    let waiting = 3;
    prometheus.add({ name: 'conclave_queue', help: 'Waiting.', kind: 'gauge', read: () => waiting });
    assert.equal((await read()).value('conclave_queue'), 3);
    waiting = 0;
    const now = await read();
    assert.deepEqual([now.value('conclave_queue'), now.kinds.get('conclave_queue')], [0, 'gauge']);
    prometheus.close();
  });

  test('take no number twice, and none under a foreign name', () => {
    const { prometheus } = open();
    const meter = { help: 'x', kind: 'counter', read: () => 0 } as const;
    assert.throws(() => prometheus.add({ ...meter, name: 'nodejs_mine' }), /conclave_/);
    assert.throws(() => prometheus.add({ ...meter, name: 'conclave_joins_total' }), /already/);
    prometheus.close();
  });

  test('forget a worker that is gone', async (t) => {
    let nowMs = 0;
    t.mock.method(performance, 'now', () => nowMs);
    let workers = [toWorker(0), toWorker(1)];
    const { read, prometheus } = open(() => workers);
    assert.equal((await read()).value('conclave_worker_rooms', { worker: '1' }), 1);
    workers = [toWorker(0)];
    nowMs = 60_000;
    const now = await read();
    assert.equal(now.value('conclave_worker_rooms', { worker: '1' }), undefined);
    assert.equal(now.value('conclave_worker_cpu_seconds_total', { worker: '0' }), 1);
    prometheus.close();
  });

  test('count the server’s own faults by where they were met', async () => {
    const { measurements, read, prometheus } = open();
    measurements.onObservation({ seen: 'joinRefused', code: 'internal' });
    measurements.onObservation({ seen: 'messageRefused', code: 'internal' });
    measurements.onObservation({ seen: 'messageRefused', code: 'notFound' });
    for (const status of [500, 501, 503]) {
      measurements.onObservation({ seen: 'answered', method: 'GET', route: '/', status, durationMs: 1 });
    }
    const now = await read();
    const errors = ['join', 'message', 'http'].map((where) => now.value('conclave_errors_total', { where }));
    assert.deepEqual(errors, [1, 1, 1]);
    prometheus.close();
  });

  test('count a connection that ends once, also when the session sends everyone away', async () => {
    const { measurements, read, prometheus } = open();
    for (const id of ['a', 'b']) {
      const connection = { id, createdAt: Date.now(), data: '' };
      measurements.onFact(SESSION, {
        fact: 'connectionCreated',
        connection,
        permissions: toPermissions('publisher'),
        counts: COUNTS,
      });
    }
    // A moderator's removal is told twice: to the one who goes, and to all.
    const removed = { connectionId: 'a', reason: 'forceDisconnected' } as never as {
      connectionId: never;
      reason: never;
    };
    measurements.onFact(SESSION, { fact: 'expelled', ...removed });
    measurements.onFact(SESSION, { fact: 'connectionDestroyed', ...removed, counts: COUNTS });
    measurements.onFact(SESSION, { fact: 'expelled', connectionId: 'b' as never, reason: 'serverRotation' });
    const now = await read();
    assert.equal(now.value('conclave_leaves_total', { reason: 'forceDisconnected' }), 1);
    assert.equal(now.value('conclave_leaves_total', { reason: 'serverRotation' }), 1);
    assert.equal(now.value('conclave_connection_duration_seconds_count'), 2);
    prometheus.close();
  });
});
