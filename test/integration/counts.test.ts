import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SessionId } from '../../src/base/ids.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import type { RawClient } from '../support/raw-client.ts';

const STEPS = 200;
/** The promise: counts are right this long after a tab is killed. */
const RIGHT_WITHIN_MS = 500;

/** Random numbers that are the same in every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the test knows to be true. */
class Truth {
  readonly clients = new Map<RawClient, { streams: Set<string>; subscriptions: Map<string, string> }>();

  get counts() {
    const all = [...this.clients.values()];
    const publishes = all.filter(({ streams }) => streams.size > 0);
    const subscribes = all.filter(({ subscriptions }) => subscriptions.size > 0);
    return {
      connections: all.length,
      publishers: publishes.length,
      subscribers: subscribes.length,
      subscribingOnly: subscribes.filter(({ streams }) => streams.size === 0).length,
    };
  }

  get streams(): string[] {
    return [...this.clients.values()].flatMap(({ streams }) => [...streams]);
  }

  /** Connections that watch a stream. */
  viewersOf(streamId: string): number {
    return [...this.clients.values()].filter(({ subscriptions }) => [...subscriptions.values()].includes(streamId))
      .length;
  }

  removeStream(streamId: string): void {
    for (const { streams, subscriptions } of this.clients.values()) {
      streams.delete(streamId);
      for (const [id, watched] of subscriptions) if (watched === streamId) subscriptions.delete(id);
    }
  }

  removeClient(client: RawClient): void {
    for (const streamId of this.clients.get(client)?.streams ?? []) this.removeStream(streamId);
    this.clients.delete(client);
  }
}

function withoutVersion({ version: _, ...counts }: RawClient['counts']): Omit<RawClient['counts'], 'version'> {
  return counts;
}

/** What a client has been told of a stream's viewers, last. */
function toldViewers(client: RawClient, streamId: string): number {
  // Nobody is told of an own stream before it has a viewer.
  let told = 0;
  for (const stream of client.welcome.streams) if (stream.id === streamId) told = stream.subscriberCount;
  for (const { name, data } of client.received) {
    if (name === 'streamCreated' && data.stream.id === streamId) told = data.stream.subscriberCount;
    if (name !== 'countsChanged') continue;
    for (const { id, subscriberCount } of data.streams) if (id === streamId) told = subscriberCount;
  }
  return told;
}

/** Counts a client has been told with other news and by themselves, in that order. */
function toldCounts(client: RawClient): RawClient['counts'][] {
  return client.received.flatMap(({ data }) => ('counts' in data && data.counts !== undefined ? [data.counts] : []));
}

describe('counts', () => {
  let host: GatewayHost;
  let sessionId: SessionId;
  before(async () => {
    host = await openGatewayHost();
    sessionId = await host.createSession();
  });
  after(() => host.close());

  test(`are the truth after ${STEPS} random joins, publishes, subscribes, leaves and kills`, async () => {
    const random = createRandom(20_261_120);
    const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)];
    const truth = new Truth();
    const watcher = await host.joinReady(sessionId);
    truth.clients.set(watcher, { streams: new Set(), subscriptions: new Map() });
    const done = { join: 0, publish: 0, unpublish: 0, subscribe: 0, unsubscribe: 0, leave: 0, kill: 0 };

    const steps: Record<keyof typeof done, () => Promise<boolean>> = {
      async join() {
        if (truth.clients.size > 12) return false;
        const client = await host.joinReady(sessionId, { anticipate: random() < 0.5 });
        truth.clients.set(client, { streams: new Set(), subscriptions: new Map() });
        return true;
      },
      async publish() {
        const [client, own] = pick([...truth.clients]) ?? [];
        if (client === undefined || own === undefined || own.streams.size >= 3) return false;
        own.streams.add(await client.publish());
        return true;
      },
      async unpublish() {
        const [client, own] = pick([...truth.clients].filter(([, { streams }]) => streams.size > 0)) ?? [];
        const streamId = pick([...(own?.streams ?? [])]);
        if (client === undefined || streamId === undefined) return false;
        await client.request('unpublish', { streamId });
        truth.removeStream(streamId);
        return true;
      },
      async subscribe() {
        const [client, own] = pick([...truth.clients]) ?? [];
        const streamId = pick(truth.streams);
        if (client === undefined || own === undefined || streamId === undefined) return false;
        // An offer where there is one and it has not expired, else an own id: the counts must not know the difference.
        const offer = client.all('streamCreated').find(({ stream }) => stream.id === streamId)?.offer;
        const offered =
          offer !== undefined && !own.subscriptions.has(offer.subscriptionId) ? offer.subscriptionId : undefined;
        own.subscriptions.set(await client.subscribe(streamId, offered), streamId);
        return true;
      },
      async unsubscribe() {
        const [client, own] = pick([...truth.clients].filter(([, { subscriptions }]) => subscriptions.size > 0)) ?? [];
        const subscriptionId = pick([...(own?.subscriptions.keys() ?? [])]);
        if (client === undefined || subscriptionId === undefined) return false;
        await client.request('unsubscribe', { subscriptionId });
        own?.subscriptions.delete(subscriptionId);
        return true;
      },
      async leave() {
        const client = pick([...truth.clients.keys()].filter((each) => each !== watcher));
        if (client === undefined) return false;
        client.leave();
        truth.removeClient(client);
        await watcher.next('connectionDestroyed', ({ connectionId }) => connectionId === client.id);
        return true;
      },
      async kill() {
        const client = pick([...truth.clients.keys()].filter((each) => each !== watcher));
        if (client === undefined) return false;
        const killedAtMs = performance.now();
        client.kill();
        truth.removeClient(client);
        const { counts } = truth;
        await watcher.until(() => isSame(withoutVersion(watcher.counts), counts), 'the counts after a kill');
        const tookMs = performance.now() - killedAtMs;
        assert.ok(tookMs < RIGHT_WITHIN_MS, `${tookMs} ms after a kill`);
        return true;
      },
    };

    // What there is most of in real sessions comes up most; the session neither fills up nor dies out.
    const names: (keyof typeof done)[] = [
      'join',
      'join',
      'join',
      'publish',
      'publish',
      'subscribe',
      'subscribe',
      'subscribe',
    ];
    names.push('unpublish', 'unsubscribe', 'leave', 'kill');
    for (let step = 0; step < STEPS; ) {
      const name = pick(names) ?? 'join';
      if (!(await steps[name]())) continue;
      done[name] += 1;
      step += 1;
      if (step % 20 !== 0) continue;
      await compare(truth, watcher, step);
    }
    for (const [name, times] of Object.entries(done)) assert.ok(times >= 5, `${name} came up ${times} times only`);

    const told = toldCounts(watcher);
    for (const [index, counts] of told.entries()) {
      assert.ok(
        Object.values(counts).every((count) => Number.isInteger(count) && count >= 0),
        JSON.stringify(counts),
      );
      assert.ok(index === 0 || counts.version >= (told[index - 1]?.version ?? 0), 'no version is older than the last');
    }
    const late = await host.join(sessionId);
    const { connections } = truth.counts;
    assert.deepEqual(withoutVersion(late.welcome.counts), { ...truth.counts, connections: connections + 1 });
  });

  test('come with the news of who joins and leaves: one message for each, and nothing after it', async () => {
    const calm = await host.createSession();
    const watcher = await host.joinReady(calm);
    const joiner = await host.join(calm);
    await watcher.next('connectionCreated', ({ counts }) => counts?.connections === 2);
    joiner.leave();
    await watcher.next('connectionDestroyed', ({ counts }) => counts?.connections === 1);
    // What concerns viewers still comes in the window, so whatever else the join had cost would be there before it.
    const viewer = await host.joinReady(calm);
    const streamId = await watcher.publish();
    await viewer.subscribe(streamId);
    await watcher.until(() => toldViewers(watcher, streamId) === 1);
    assert.deepEqual(
      watcher.received.map(({ name }) => name),
      ['welcome', 'connectionCreated', 'connectionDestroyed', 'connectionCreated', 'countsChanged'],
    );
  });

  test('of many changes at once are told in few messages', async () => {
    const quiet = await host.createSession();
    const watcher = await host.join(quiet);
    const clients = await Promise.all(Array.from({ length: 30 }, () => host.join(quiet)));
    await watcher.until(() => watcher.counts.connections === 31);
    for (const client of clients) client.leave();
    await watcher.until(() => watcher.counts.connections === 1);
    const messages = watcher.all('countsChanged').length;
    assert.ok(messages <= 20, `${messages} messages for 60 changes`);
  });
});

/** One publisher, and viewers who watch it. */
class Audience {
  readonly members: RawClient[] = [];
  readonly streamId: string;
  readonly #enter: () => Promise<RawClient>;

  constructor(publisher: RawClient, streamId: string, enter: () => Promise<RawClient>) {
    this.members.push(publisher);
    this.streamId = streamId;
    this.#enter = enter;
  }

  /** Lets viewers in, all at once, until there are `size` members, and waits until everyone knows of everyone. */
  async grow(size: number): Promise<void> {
    const newcomers = await Promise.all(Array.from({ length: size - this.members.length }, () => this.#enter()));
    await Promise.all(newcomers.map((newcomer) => newcomer.subscribe(this.streamId)));
    this.members.push(...newcomers);
    await this.#untilTold(size, size - 1);
  }

  /** Lets one more viewer in; returns what each member that was there was told meanwhile, name by name, and in how many bytes. */
  async admitOne(): Promise<{ names: string[]; bytes: number }[]> {
    const before = this.members.map(({ received, traffic }) => ({
      received: received.length,
      bytes: traffic.down.bytes,
    }));
    const size = this.members.length;
    const newcomer = await this.#enter();
    this.members.push(newcomer);
    // Two changes on purpose, each in a window of its own: then their number is exact on any machine.
    await this.#untilTold(size + 1, size - 1);
    await newcomer.subscribe(this.streamId);
    await this.#untilTold(size + 1, size);
    return before.map(({ received, bytes }, index) => ({
      names: this.members[index]?.received.slice(received).map(({ name }) => name) ?? [],
      bytes: (this.members[index]?.traffic.down.bytes ?? 0) - bytes,
    }));
  }

  async #untilTold(connections: number, viewers: number): Promise<void> {
    for (const member of this.members) {
      await member.until(
        () =>
          member.counts.connections === connections &&
          member.counts.subscribers === viewers &&
          toldViewers(member, this.streamId) === viewers,
        `${connections} connections and ${viewers} viewers`,
      );
    }
  }
}

describe('a viewer that joins and watches', () => {
  /** Digits of sequence numbers and counts; one more member in a message would be 36 bytes and more. */
  const SPREAD_BYTES = 16;
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost();
  });
  after(() => host.close());

  async function openAudience(connectionEvents: boolean): Promise<Audience> {
    const sessionId = await host.createSession();
    const publisher = await host.joinReady(sessionId, { connectionEvents });
    const streamId = await publisher.publish();
    return new Audience(publisher, streamId, () => host.joinReady(sessionId, { connectionEvents, role: 'subscriber' }));
  }

  for (const { connectionEvents, news } of [
    { connectionEvents: true, news: 'connectionCreated' },
    { connectionEvents: false, news: 'countsChanged' },
  ]) {
    const what = connectionEvents ? 'with connection events: its connection, and a count' : 'without: two counts';
    test(`costs each member, the publisher too, the same in a session of 10 and of 60, ${what}`, async () => {
      const audience = await openAudience(connectionEvents);
      const bytes: number[] = [];
      for (const size of [10, 60]) {
        await audience.grow(size);
        // Twice: what came too late for the first would come with the second.
        for (const told of [await audience.admitOne(), await audience.admitOne()]) {
          for (const { names } of told) assert.deepEqual(names, [news, 'countsChanged']);
          bytes.push(...told.map((each) => each.bytes));
        }
      }
      assert.equal(bytes.length, 10 + 11 + 60 + 61);
      assert.ok(
        Math.max(...bytes) - Math.min(...bytes) <= SPREAD_BYTES,
        `${Math.min(...bytes)}-${Math.max(...bytes)} bytes`,
      );
    });
  }

  test('without connection events costs nothing of its own among many: one message in a window, however many come', async (t) => {
    const windowMs = 300;
    const slow = await openGatewayHost({ limits: { countsWindowMs: windowMs } });
    t.after(() => slow.close());
    const sessionId = await slow.createSession();
    const publisher = await slow.joinReady(sessionId, { connectionEvents: false });
    const streamId = await publisher.publish();
    const watcher = await slow.join(sessionId, { connectionEvents: false });
    await publisher.until(() => publisher.counts.connections === 2);
    for (const newcomers of [10, 50]) {
      const { connections } = watcher.counts;
      const [before, beganAtMs] = [watcher.received.length, performance.now()];
      await Promise.all(
        Array.from({ length: newcomers }, async () => {
          const viewer = await slow.joinReady(sessionId, { connectionEvents: false, role: 'subscriber' });
          await viewer.subscribe(streamId);
        }),
      );
      await watcher.until(() => watcher.counts.connections === connections + newcomers);
      await watcher.until(() => watcher.counts.subscribers === connections + newcomers - 2);
      const windows = Math.ceil((performance.now() - beganAtMs) / windowMs) + 1;
      const names = watcher.received.slice(before).map(({ name }) => name);
      assert.deepEqual(new Set(names), new Set(['countsChanged']));
      assert.ok(names.length <= windows, `${names.length} messages in ${windows} windows for ${newcomers} viewers`);
    }
  });
});

/** Waits until every client has been told the truth; fails when that does not come. */
async function compare(truth: Truth, watcher: RawClient, step: number): Promise<void> {
  const { counts } = truth;
  for (const client of truth.clients.keys()) {
    await client.until(
      () => isSame(withoutVersion(client.counts), counts),
      `${JSON.stringify(counts)} at step ${step}`,
    );
  }
  for (const streamId of truth.streams) {
    const viewers = truth.viewersOf(streamId);
    await watcher.until(() => toldViewers(watcher, streamId) === viewers, `${viewers} viewers of a stream`);
  }
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
