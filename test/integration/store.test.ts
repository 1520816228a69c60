import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import type { SessionId } from '../../src/base/ids.ts';
import type { DatabasePlace } from '../../src/server/store/database.ts';
import { openStore } from '../../src/server/store/store.ts';
import type { SessionRecord, Store } from '../../src/server/store-ports.ts';
import { hasPostgres, openPostgres, type PostgresServer } from '../support/postgres.ts';

const configured = { apiKey: '100', apiSecret: 'a'.repeat(40) };
const masterKey = '0f'.repeat(32);
const HOUR_MS = 3_600_000;
const plain: SessionRecord = {
  id: '1_plain' as SessionId,
  projectId: '100',
  createdAt: 1_790_000_000_123,
  mediaMode: 'relayed',
  archiveMode: 'manual',
  e2ee: false,
};
const full: SessionRecord = {
  ...plain,
  id: '2_full' as SessionId,
  createdAt: plain.createdAt + 1,
  mediaMode: 'routed',
  archiveMode: 'always',
  archiveName: "Robert'); drop table sessions;--",
  archiveResolution: '1280x720',
  e2ee: true,
  minimumEncryption: 'aes-256',
  maxConnections: 7,
  zone: 'eu-1',
};
const kept = {
  id: '200',
  kind: 'key',
  name: 'Clinic',
  createdAt: 1_790_000_000_456,
  status: 'active',
  partnerAuth: false,
} as const;

const made = {
  id: 'a',
  projectId: '100',
  group: 'stream',
  event: 'created',
  url: 'https://a.example/',
  secret: 's3cret',
  createdAt: 5,
  configured: false,
} as const;

let folder: string;
let postgres: PostgresServer | undefined;
let databases = 0;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conclave-store-'));
  if (hasPostgres) postgres = await openPostgres();
});
after(async () => {
  await postgres?.close();
  rmSync(folder, { recursive: true });
});

async function createSqlite(): Promise<DatabasePlace> {
  databases += 1;
  return { file: join(folder, `${databases}.db`) };
}

async function createPostgresDatabase(): Promise<DatabasePlace> {
  return { url: (await postgres?.createDatabase()) ?? '' };
}

/** Opens a store, hands it over and closes it again. */
async function within(
  database: DatabasePlace,
  use: (store: Store) => Promise<void>,
  settings: { masterKey?: string; configured?: (typeof configured)[] } = {},
): Promise<void> {
  const store = await openStore({ database, masterKey, configured: [], ...settings });
  try {
    await use(store);
  } finally {
    await store.close();
    await store.close();
  }
}

const kinds = [
  { name: 'SQLite', skip: false, create: createSqlite },
  { name: 'Postgres', skip: !hasPostgres, create: createPostgresDatabase },
];

for (const { name, skip, create } of kinds) {
  describe(`the store on ${name}`, { skip }, () => {
    it('gives sessions back as they were, also after it was closed', async () => {
      const database = await create();
      await within(database, async ({ sessions }) => {
        await sessions.add(plain);
        await sessions.add(full);
        await assert.rejects(sessions.add(plain), 'an id is kept once');
      });
      await within(database, async ({ sessions }) => {
        assert.deepEqual(await sessions.find(plain.id), plain);
        assert.deepEqual(await sessions.find(full.id), full);
        for (const unknown of ['2_unknown', '2_\0']) assert.equal(await sessions.find(unknown), undefined);
      });
    });

    it('finds nothing under an id with NUL in it, and does not fail', async () => {
      await within(await create(), async ({ sessions, projects }) => {
        assert.equal(await sessions.find('1_plain\u0000'), undefined);
        assert.equal(await projects.find('100\u0000'), undefined);
      });
    });

    it("lists a project's sessions page by page, newest first", async () => {
      await within(await create(), async ({ sessions }) => {
        for (const session of [plain, full, { ...plain, id: '1_foreign' as SessionId, projectId: '101' }]) {
          await sessions.add(session);
        }
        const first = await sessions.list('100', { offset: 0, count: 1 });
        assert.deepEqual(first, { count: 2, items: [full] });
        assert.deepEqual((await sessions.list('100', { offset: 1, count: 5 })).items, [plain]);
        assert.deepEqual(await sessions.list('102', { offset: 0, count: 5 }), { count: 0, items: [] });
      });
    });

    it('finds sessions of all projects by a part of their id, in whatever case, taken literally', async () => {
      await within(await create(), async ({ sessions }) => {
        const ids = ['2_Find-A_b', '2_Find-AXb', '2_Find-A%b'];
        for (const [index, id] of ids.entries()) {
          await sessions.add({ ...plain, id: id as SessionId, projectId: `20${index}`, createdAt: index });
        }
        const find = async (options: object): Promise<string[]> =>
          (await sessions.search({ offset: 0, count: 5, ...options })).items.map(({ id }) => id);
        assert.deepEqual(await find({ idPart: '_fIND-' }), ids.toReversed());
        assert.deepEqual(await find({ idPart: 'A_b' }), [ids[0]]);
        assert.deepEqual(await find({ idPart: 'a%B' }), [ids[2]]);
        assert.deepEqual(await find({ idPart: '!' }), []);
        assert.deepEqual(await find({ idPart: 'find', projectId: '201' }), [ids[1]]);
        const page = await sessions.search({ idPart: 'find', offset: 1, count: 1 });
        assert.deepEqual([page.count, page.items.map(({ id }) => id)], [3, [ids[1]]]);
      });
    });

    it('knows the projects of the settings, whose secrets it does not keep', async () => {
      const database = await create();
      let createdAt = 0;
      await within(
        database,
        async ({ projects }) => {
          const project = await projects.find('100');
          assert.deepEqual(project?.keys, [configured.apiSecret]);
          createdAt = project.createdAt;
          assert.ok(Math.abs(Date.now() - createdAt) < 60_000);
          for (const unknown of ['101', '\0']) assert.equal(await projects.find(unknown), undefined);
          await assert.rejects(projects.rotate('100', 'b'.repeat(40), 0), { code: 'notPermitted' });
        },
        { configured: [configured] },
      );
      await within(database, async ({ projects }) => {
        const project = await projects.find('100');
        assert.deepEqual(
          [project?.keys, project?.createdAt],
          [[], createdAt],
          'out of the settings: nothing to verify with',
        );
      });
    });

    it('keeps projects, changes them, and keeps each id once', async () => {
      await within(await create(), async ({ projects }) => {
        await projects.add({ ...kept, key: 'c'.repeat(40) });
        await assert.rejects(projects.add({ ...kept, key: 'd'.repeat(40) }), { code: 'conflict' });
        assert.deepEqual(await projects.find('200'), { ...kept, keys: ['c'.repeat(40)] });
        await projects.update('200', { status: 'disabled', partnerAuth: true });
        await projects.update('200', {});
        const [project] = await projects.list();
        assert.deepEqual([project?.name, project?.status, project?.partnerAuth], ['Clinic', 'disabled', true]);
        await assert.rejects(projects.update('201', { name: 'x' }), { code: 'notFound' });
      });
    });

    it('keeps the key before a rotation as long as the overlap lasts', async () => {
      await within(await create(), async ({ projects }) => {
        await projects.add({ ...kept, key: 'old' });
        const until = Date.now() + HOUR_MS;
        await projects.rotate('200', 'new', until);
        const { keys, previousValidUntil } = (await projects.find('200')) ?? {};
        assert.deepEqual([keys, previousValidUntil], [['new', 'old'], until]);
        await projects.rotate('200', 'newer', Date.now());
        const project = await projects.find('200');
        assert.deepEqual([project?.keys, project?.previousValidUntil], [['newer'], undefined]);
        await assert.rejects(projects.rotate('201', 'x', 0), { code: 'notFound' });
      });
    });

    it('never replaces a key that a rotation at the same time has just handed out', async () => {
      await within(await create(), async ({ projects }) => {
        await projects.add({ ...kept, key: 'old' });
        const given = ['one', 'two'];
        const until = Date.now() + HOUR_MS;
        const results = await Promise.allSettled(given.map((key) => projects.rotate('200', key, until)));
        const { keys = [] } = (await projects.find('200')) ?? {};
        const handedOut = given.filter((_, index) => results[index]?.status === 'fulfilled');
        assert.ok(handedOut.length > 0 && handedOut.every((key) => keys.includes(key)), `${handedOut} of ${keys}`);
      });
    });

    it('needs the master key for secrets, and none for public keys', async () => {
      const database = await create();
      await within(database, async ({ projects }) => {
        await projects.add({ ...kept, key: 'c'.repeat(40) });
        await projects.add({ ...kept, id: 'b1f3b0f0-0000-4000-8000-000000000000', kind: 'application', key: 'PEM' });
      });
      await within(
        database,
        async ({ projects }) => {
          await assert.rejects(projects.find('200'), /master key/);
          assert.deepEqual((await projects.find('b1f3b0f0-0000-4000-8000-000000000000'))?.keys, ['PEM']);
        },
        { masterKey: '1e'.repeat(32) },
      );
    });

    it('numbers what a callback is told of a session, and gives one of each session at a time', async () => {
      await within(await create(), async ({ journal, callbacks }) => {
        await callbacks.add(made, 100);
        const note = (sessionId: string, body: object, extra: object = {}) => ({
          sessionId: sessionId as SessionId,
          deliveries: [{ callbackId: 'a', body }],
          ...extra,
        });
        await journal.append('one', [note('s', { n: 1 }), note('s', { n: 2 }), note('t', { n: 3 })]);
        await journal.append('one', [
          { sessionId: 's' as SessionId, deliveries: [], lost: ['a'] },
          note('s', { n: 4 }),
        ]);
        const due = () => journal.findDue('one', 'a', { dueAt: Date.now(), count: 9 });
        const [first, other, ...more] = await due();
        assert.deepEqual([first?.body, first?.sequence, other?.body, more], [{ n: 1 }, 1, { n: 3 }, []]);
        assert.deepEqual(await journal.findDue('one', 'b', { dueAt: Date.now(), count: 9 }), []);
        await journal.postpone(first?.position ?? 0, Date.now() + HOUR_MS);
        if (other !== undefined) await journal.remove(other);
        assert.deepEqual(await due(), [], 'what comes later waits for what comes first');
        assert.ok(((await journal.findNextDue('one', 'a')) ?? 0) > Date.now() + HOUR_MS / 2);
        await journal.hasten('one', 'a');
        const [again] = await due();
        assert.deepEqual([again?.id, again?.attempts], [first?.id, 1]);
        for (const sequence of [1, 2, 4]) {
          const [next] = await due();
          assert.equal(next?.sequence, sequence);
          if (next !== undefined) await journal.remove(next);
        }
        assert.deepEqual(await journal.backlog(), { deliveries: 0, oldestAt: undefined });
        assert.equal(await journal.findNextDue('one', 'a'), undefined);
      });
    });

    it('gives what a server that is gone has left to another, once', async () => {
      await within(await create(), async ({ journal, callbacks }) => {
        const sessionId = 's' as SessionId;
        const toRecord = (id: string) => ({ sessionId, kind: 'connection', id, subject: { data: id } }) as const;
        await callbacks.add(made, 100);
        for (const server of ['old', 'two', 'three']) await journal.seen(server, 5);
        await journal.append('old', [
          { sessionId, deliveries: [{ callbackId: 'a', body: {} }], arrived: toRecord('x') },
          { sessionId, deliveries: [], arrived: toRecord('y') },
          { sessionId, deliveries: [], left: toRecord('x') },
        ]);
        assert.deepEqual(await journal.takeOver('two', []), [], 'it is still there');
        await journal.seen('two', 6);
        const signs = (await journal.listServers()).toSorted((a, b) => a.id.localeCompare(b.id));
        assert.deepEqual(signs, [
          { id: 'old', seenAt: 5 },
          { id: 'three', seenAt: 5 },
          { id: 'two', seenAt: 6 },
        ]);
        const taken = await Promise.all(['two', 'three'].map((server) => journal.takeOver(server, ['old'])));
        assert.deepEqual(taken.flat(), [toRecord('y')]);
        const heirs = await Promise.all(
          ['two', 'three'].map((server) => journal.findDue(server, 'a', { dueAt: Date.now(), count: 9 })),
        );
        assert.equal(heirs.flat().length, 1);
        await journal.leave('two');
        await journal.leave('three');
        assert.equal((await journal.takeOver('four', [])).length, 1);
      });
    });

    it('keeps the order of what two servers have left to one', async () => {
      await within(await create(), async ({ journal, callbacks }) => {
        await callbacks.add(made, 100);
        const note = (n: number) => ({ sessionId: 's' as SessionId, deliveries: [{ callbackId: 'a', body: { n } }] });
        await journal.append('old', [note(1), note(2)]);
        await journal.append('two', [note(3)]);
        await journal.seen('two', 5);
        await journal.takeOver('two', ['old']);
        for (const n of [1, 2, 3]) {
          const [next, ...others] = await journal.findDue('two', 'a', { dueAt: Date.now(), count: 9 });
          assert.deepEqual([next?.body, others], [{ n }, []]);
          if (next !== undefined) await journal.remove(next);
        }
      });
    });

    it('leaves nothing waiting for what is done, also when both happen at once', async () => {
      await within(await create(), async ({ journal, callbacks }) => {
        await callbacks.add(made, 100);
        const entry = { sessionId: 's' as SessionId, deliveries: [{ callbackId: 'a', body: {} }] };
        await journal.append('one', [entry]);
        for (let round = 0; round < 50; round++) {
          const [head] = await journal.findDue('one', 'a', { dueAt: Date.now(), count: 9 });
          assert.ok(head !== undefined, `round ${round}`);
          await Promise.all([journal.append('one', [entry]), journal.remove(head)]);
        }
        assert.equal((await journal.backlog()).deliveries, 1);
      });
    });

    it('keeps as many callbacks of a project as it may have, also when many are added at once', async () => {
      const database = await create();
      await within(
        database,
        async ({ callbacks }) => {
          const ids = Array.from({ length: 12 }, (_, index) => String(index));
          await callbacks.add({ ...made, projectId: '101' }, 5);
          const added = await Promise.all(ids.map((id) => callbacks.add({ ...made, id: `own ${id}` }, 5)));
          assert.equal(added.filter((one) => one).length, 5);
          assert.equal((await callbacks.list('100')).length, 5);
          assert.equal((await callbacks.list()).length, 6);
        },
        { configured: [configured] },
      );
    });

    it('keeps callbacks, forgets with one what it was to be told, and takes those of the settings as they are', async () => {
      await within(await create(), async ({ callbacks, journal }) => {
        const fixed = { ...made, id: 'b', afterSeconds: 7, configured: true };
        await callbacks.add(made, 100);
        await callbacks.replaceConfigured([fixed]);
        assert.deepEqual(await callbacks.list(), [made, fixed]);
        const deliveries = ['a', 'b', 'gone'].map((callbackId) => ({ callbackId, body: {} }));
        await journal.append('one', [{ sessionId: 's' as SessionId, deliveries }]);
        assert.equal(await callbacks.remove('101', 'a'), false, "another project's");
        assert.equal(await callbacks.remove('100', 'a'), true);
        await journal.append('one', [{ sessionId: 's' as SessionId, deliveries, lost: ['a'] }]);
        assert.equal((await journal.backlog()).deliveries, 2, 'nothing is written for a callback that is not there');
        await callbacks.replaceConfigured([{ ...fixed, createdAt: 9 }]);
        assert.deepEqual([await callbacks.list(), (await journal.backlog()).deliveries], [[fixed], 2]);
        await callbacks.replaceConfigured([]);
        assert.deepEqual([await callbacks.list(), (await journal.backlog()).deliveries], [[], 0]);
      });
    });

    it('takes a spent token once, of two at the same time too, and forgets it long after its end', async () => {
      await within(await create(), async ({ spentTokens }) => {
        const both = await Promise.all([1, 2].map((hours) => spentTokens.add('a', Date.now() + hours * HOUR_MS)));
        assert.deepEqual(both.toSorted(), [false, true]);
        assert.equal(await spentTokens.has('a'), true);
        await spentTokens.add('b', Date.now() - HOUR_MS);
        await spentTokens.add('c', Date.now());
        assert.deepEqual(await Promise.all(['b', 'c'].map((token) => spentTokens.has(token))), [false, true]);
      });
    });
  });
}

describe('the SQLite file', () => {
  it('is for its own user only, its side files too', async () => {
    const file = join(folder, 'private.db');
    await within({ file }, async ({ sessions }) => {
      await sessions.add(plain);
      for (const name of [file, `${file}-wal`, `${file}-shm`]) assert.equal(statSync(name).mode & 0o777, 0o600, name);
    });
  });

  it('holds no API secret in the clear', async () => {
    const file = join(folder, 'sealed.db');
    const key = '5ec4e7'.repeat(7).slice(0, 40);
    await within({ file }, ({ projects }) => projects.add({ ...kept, key }));
    assert.ok(readFileSync(file).includes('Clinic'), 'it is this file');
    assert.equal(readFileSync(file).includes(key), false);
  });

  it('is changed as a whole, or not at all, when it is brought up to date', async () => {
    const file = join(folder, 'half.db');
    const database = new DatabaseSync(file);
    database.exec('create table spent_tokens (whatever text)');
    await assert.rejects(openStore({ database: { file }, masterKey, configured: [] }), /spent_tokens/);
    assert.equal(database.prepare("select * from sqlite_master where name = 'sessions'").get(), undefined);
    database.exec('drop table spent_tokens');
    database.close();
    await within({ file }, ({ sessions }) => sessions.add(plain));
  });

  it('is refused when a newer version has changed it', async () => {
    const file = join(folder, 'newer.db');
    await within({ file }, async () => undefined);
    const database = new DatabaseSync(file);
    database.exec(`insert into kysely_migration values ('999-later', '${new Date().toISOString()}')`);
    database.close();
    const refusal = { code: 'notSupported', message: /newer version of the server \(999-later\)/ };
    await assert.rejects(openStore({ database: { file }, masterKey, configured: [] }), refusal);
  });

  it('is refused when it is no database', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'this is no database, and long enough to be read as the header of one'.repeat(4));
    await assert.rejects(openStore({ database: { file }, masterKey, configured: [] }), /not a database/);
  });
});

describe('a Postgres database that several servers use', { skip: !hasPostgres }, () => {
  it('takes the callbacks of the settings from two servers that start at once', async () => {
    const database = await createPostgresDatabase();
    await within(database, async ({ callbacks: one }) => {
      await within(database, async ({ callbacks: two }) => {
        const fixed = { ...made, configured: true };
        for (let round = 0; round < 10; round++) {
          await Promise.all([one, two].map((callbacks) => callbacks.replaceConfigured([fixed])));
        }
        assert.deepEqual(await one.list(), [fixed]);
      });
    });
  });
});

describe('a Postgres database that goes away', { skip: !hasPostgres }, () => {
  it('fails what is under way, ends no process, and is used again when it is back', async () => {
    const place = { url: (await postgres?.createDatabase()) ?? '' };
    await within(place, async ({ journal, callbacks }) => {
      await callbacks.add(made, 100);
      const entries = Array.from({ length: 400 }, () => ({
        sessionId: 's' as SessionId,
        deliveries: [{ callbackId: 'a', body: {} }],
      }));
      // Watched from the beginning, and long under way when its connection is cut.
      const outcome = journal.append('one', entries).catch((error: unknown) => error);
      await new Promise((resolve) => setImmediate(resolve));
      const cut = 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()';
      postgres?.runTool('psql', [`--dbname=${place.url}`, `--command=${cut} and datname = current_database()`]);
      assert.match(String(await outcome), /terminat|connection error/);
      assert.equal((await journal.backlog()).deliveries, 0);
      await journal.append('one', entries);
      assert.equal((await journal.backlog()).deliveries, 400);
    });
  });
});

describe('a Postgres database that is not there', () => {
  it('is an error at the start', async () => {
    const url = 'postgres://conclave:pass-w0rd@127.0.0.1:1/conclave';
    await assert.rejects(openStore({ database: { url }, masterKey, configured: [] }), { code: 'ECONNREFUSED' });
  });
});
