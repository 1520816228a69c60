import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { createUuid } from '../../../../src/base/ids.ts';
import type { Member } from '../../../../src/server/sessions/member.ts';
import { toPermissions } from '../../../../src/server/sessions/permissions.ts';
import type { Session } from '../../../../src/server/sessions/session.ts';
import { PUBLISH, Stage } from './stage.ts';

const WATCH = { subscriptionId: createUuid(), audio: true, video: true };

function subscribeTo(streamId: string, subscriptionId = createUuid()) {
  return { subscriptionId, streamId, audio: true, video: true };
}

function withoutVersion({ version: _, ...counts }: Session['counts']) {
  return counts;
}

describe('a session whose members act while the media server works', () => {
  test('a publisher that leaves meanwhile leaves no stream behind', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher] = [await stage.join(session), await stage.join(session)];
    const gate = stage.room.hold('publish');
    const publishing = session.publishing.publish(publisher, PUBLISH);
    session.leave(publisher, 'networkDisconnected');
    gate.resolve();
    await assert.rejects(publishing, { code: 'notFound' });
    const [, streamId] = stage.room.calls.find((call) => call.startsWith('publish'))?.split(' ') ?? [];
    assert.ok(stage.room.calls.includes(`unpublish ${streamId}`));
    assert.ok(!stage.story.includes('streamCreated'));
    assert.deepEqual(withoutVersion(session.counts), {
      connections: 1,
      publishers: 0,
      subscribers: 0,
      subscribingOnly: 0,
    });
  });

  test('a publisher whose encryption is refused meanwhile publishes nothing', async () => {
    const stage = new Stage();
    const session = await stage.open({ minimumEncryption: 'aes-256' });
    const publisher = await stage.join(session);
    const gate = stage.room.hold('publish');
    const publishing = session.publishing.publish(publisher, PUBLISH);
    stage.room.events?.refused(publisher.id);
    gate.resolve();
    await assert.rejects(publishing, { code: 'notFound' });
    assert.deepEqual(stage.story, ['connectionCreated', 'encryptionRefused']);
  });

  test('a stream that ends while someone subscribes to it has no viewer, and the viewer no subscription', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, viewer] = [await stage.join(session), await stage.join(session)];
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    const gate = stage.room.hold('subscribe');
    const wish = subscribeTo(streamId);
    const subscribing = session.subscribing.subscribe(viewer, wish);
    session.publishing.unpublish(publisher, { streamId });
    gate.resolve();
    await assert.rejects(subscribing, { code: 'notFound' });
    assert.ok(stage.room.calls.includes(`unsubscribe ${wish.subscriptionId}`));
    assert.equal(viewer.subscriptions.size, 0);
    assert.equal(session.counts.subscribers, 0);
  });

  test('a viewer that leaves while it subscribes does not count', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, viewer] = [await stage.join(session), await stage.join(session)];
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    const gate = stage.room.hold('subscribe');
    const subscribing = session.subscribing.subscribe(viewer, subscribeTo(streamId));
    session.leave(viewer, 'clientDisconnected');
    gate.resolve();
    await assert.rejects(subscribing, { code: 'notFound' });
    assert.equal(session.counts.subscribers, 0);
  });

  test('a stream that ends while it is being muted is not updated any more', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const publisher = await stage.join(session);
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    const gate = stage.room.hold('setTracks');
    const muting = session.publishing.update(publisher, { streamId, hasVideo: false });
    session.publishing.unpublish(publisher, { streamId });
    gate.resolve();
    await assert.rejects(muting, { code: 'notFound' });
    assert.deepEqual(stage.story.slice(-2), ['streamCreated', 'streamDestroyed']);
  });

  test('a viewer that leaves while offers are made gets none, and its offer counts for nobody', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const publisher = await stage.join(session);
    const viewer = await stage.join(session, { anticipates: true });
    const gate = stage.room.hold('subscribe');
    const publishing = session.publishing.publish(publisher, PUBLISH);
    // The offer is made after the tracks: the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(stage.room.calls.some((call) => call.startsWith('subscribe')));
    session.leave(viewer, 'networkDisconnected');
    gate.resolve();
    await publishing;
    assert.equal(viewer.subscriptions.size, 0);
    session.leave(publisher, 'clientDisconnected');
    assert.deepEqual(withoutVersion(session.counts), {
      connections: 0,
      publishers: 0,
      subscribers: 0,
      subscribingOnly: 0,
    });
  });

  test('an offer that cannot be made does not keep the stream from the others', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const publisher = await stage.join(session);
    await stage.join(session, { anticipates: true });
    stage.room.failing = 'subscribe';
    await session.publishing.publish(publisher, PUBLISH);
    const created = stage.facts.find((fact) => fact.fact === 'streamCreated');
    assert.equal(created?.offers.size, 0);
  });

  test('someone who gives up while a place is kept frees it; who comes when the session has closed is told so', async () => {
    const stage = new Stage();
    const session = await stage.open({ maxConnections: 1 });
    const options = {
      permissions: toPermissions('publisher'),
      connectionData: '',
      connectionEvents: true,
      anticipates: false,
      roundTripMs: () => undefined,
      token: { fingerprint: 'f' },
    };
    const first = await session.reserve(options);
    await assert.rejects(session.reserve(options), { code: 'connectionLimit' });
    first.release();
    first.release();
    assert.ok(stage.room.calls.includes(`closeMember ${first.member.id}`));
    const second = await session.reserve(options);
    session.close('serverRotation');
    assert.throws(() => session.join(second), { code: 'notReady' });
    await assert.rejects(session.reserve(options), { code: 'notReady' });
  });

  test('a place whose media cannot be made is given back', async () => {
    const stage = new Stage();
    const session = await stage.open({ maxConnections: 1 });
    stage.room.failing = 'openMember';
    await assert.rejects(stage.join(session), /openMember failed/);
    stage.room.failing = undefined;
    await stage.join(session);
  });
});

describe('a member that leaves', () => {
  test('has its streams ended first, and takes its subscriptions out of the counts', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [leaver, other] = [await stage.join(session), await stage.join(session)];
    const own = await session.publishing.publish(leaver, PUBLISH);
    const foreign = await session.publishing.publish(other, PUBLISH);
    await session.subscribing.subscribe(leaver, subscribeTo(foreign.streamId));
    await session.subscribing.subscribe(leaver, subscribeTo(foreign.streamId));
    await session.subscribing.subscribe(other, subscribeTo(own.streamId));
    assert.deepEqual(withoutVersion(session.counts), {
      connections: 2,
      publishers: 2,
      subscribers: 2,
      subscribingOnly: 0,
    });
    session.leave(leaver, 'networkDisconnected');
    session.leave(leaver, 'networkDisconnected');
    assert.deepEqual(stage.story.slice(-2), ['streamDestroyed', 'connectionDestroyed']);
    assert.deepEqual(withoutVersion(session.counts), {
      connections: 1,
      publishers: 1,
      subscribers: 0,
      subscribingOnly: 0,
    });
  });
});

describe('the counts a session tells', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('come once for all changes of a window, with the streams whose viewers changed, and not to who knows them', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const publisher = await stage.join(session);
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    const viewer = await stage.join(session);
    await session.subscribing.subscribe(viewer, subscribeTo(streamId));
    const newcomer = await stage.join(session);
    mock.timers.tick(99);
    assert.ok(stage.facts.every(({ fact }) => fact !== 'countsChanged'));
    mock.timers.tick(1);
    const told = stage.facts.filter((fact) => fact.fact === 'countsChanged');
    assert.equal(told.length, 1);
    assert.deepEqual(withoutVersion(told[0]?.counts ?? session.counts), {
      connections: 3,
      publishers: 1,
      subscribers: 1,
      subscribingOnly: 1,
    });
    assert.deepEqual(told[0]?.streams, [{ id: streamId, subscriberCount: 1 }]);
    assert.deepEqual([...(told[0]?.known ?? [])], [newcomer.id]);
    mock.timers.tick(1000);
    assert.equal(stage.facts.filter(({ fact }) => fact === 'countsChanged').length, 1);
  });
});

describe('the counts a session tells with other news', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());
  const countsTold = (stage: Stage) => stage.facts.filter((fact) => fact.fact === 'countsChanged');

  test('are not told again: a join and a leave cost one message each', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const members = [await stage.join(session), await stage.join(session), await stage.join(session)];
    const created = stage.facts.at(-1);
    assert.equal(created?.fact === 'connectionCreated' && created.counts.connections, 3);
    session.leave(members[0] as Member, 'clientDisconnected');
    mock.timers.tick(1000);
    assert.deepEqual(countsTold(stage), []);
  });

  test('are told to the publisher alone, who has had no news of its own stream', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, other] = [await stage.join(session), await stage.join(session)];
    await session.publishing.publish(publisher, PUBLISH);
    mock.timers.tick(1000);
    const [told] = countsTold(stage);
    assert.deepEqual([...(told?.known ?? [])], [other.id]);
  });

  test('are told again to everyone where viewers of a stream changed before them', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, viewer] = [await stage.join(session), await stage.join(session)];
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    mock.timers.tick(1000);
    await session.subscribing.subscribe(viewer, subscribeTo(streamId));
    const newcomer = await stage.join(session);
    mock.timers.tick(1000);
    const told = countsTold(stage).at(-1);
    assert.deepEqual(told?.streams, [{ id: streamId, subscriberCount: 1 }]);
    assert.deepEqual([...(told?.known ?? [])], [newcomer.id]);
  });
});

describe('the life of a session', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('ends some time after the last member has left, and not when someone comes before', async () => {
    const stage = new Stage({ idleTimeoutMs: 1000 });
    const session = await stage.open();
    const first = await stage.join(session);
    session.leave(first, 'clientDisconnected');
    mock.timers.tick(1500);
    assert.equal(await stage.open(), session, 'draining, but not closed');
    const second = await stage.join(session);
    mock.timers.tick(60_000);
    assert.equal(session.closed, false);
    session.leave(second, 'clientDisconnected');
    mock.timers.tick(1000);
    mock.timers.tick(1000);
    assert.equal(session.closed, true);
    assert.ok(stage.room.calls.includes('close'));
    assert.notEqual(await stage.open(), session);
  });

  test('ends when nobody comes at all', async () => {
    const stage = new Stage({ idleTimeoutMs: 1000 });
    const session = await stage.open();
    mock.timers.tick(1000);
    mock.timers.tick(1000);
    assert.equal(session.closed, true);
  });

  test('outlives its media worker: everyone gets new transports, and streams wait for their media', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const members = [await stage.join(session), await stage.join(session)];
    await session.publishing.publish(members[0] as Member, PUBLISH);
    const before = stage.story.length;
    stage.room.events?.lost();
    await new Promise(setImmediate);
    assert.deepEqual(stage.story.slice(before), ['mediaLost', 'mediaRenewed', 'mediaRenewed']);
    const [publisher, viewer] = members as [Member, Member];
    const [streamId] = publisher.streams;
    assert.ok(streamId !== undefined);
    assert.deepEqual(await session.subscribing.subscribe(viewer, { ...WATCH, streamId }), { consumers: [] });
    await session.publishing.update(publisher, { streamId, hasVideo: false });
    await session.publishing.publish(publisher, { ...PUBLISH, streamId });
    assert.deepEqual(stage.story.slice(before + 3), ['streamUpdated', 'streamRestored']);
    await assert.rejects(session.publishing.publish(publisher, { ...PUBLISH, streamId }), { code: 'conflict' });
    assert.equal(await stage.open(), session);
  });

  test('how well a stream is carried away is told to its viewers alone, and only so often', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, viewer, other] = [
      await stage.join(session),
      await stage.join(session),
      await stage.join(session),
    ];
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    const report = {
      streamId,
      connectionMaxAllocatedBitrate: 1,
      connectionEstimatedBandwidth: 1,
      networkCondition: 'good',
      networkConditionReason: 'none',
    } as const;
    const before = stage.story.length;
    session.publishing.report(publisher, report);
    assert.deepEqual(stage.story.slice(before), []);
    await session.subscribing.subscribe(viewer, { ...WATCH, streamId });
    for (let count = 0; count < 10; count += 1) session.publishing.report(publisher, report);
    assert.deepEqual(
      stage.story.slice(before).filter((fact) => fact === 'sendingReported'),
      ['sendingReported'],
    );
    assert.throws(() => session.publishing.report(other, report), { code: 'notFound' });
  });

  test('ends with its media worker when no other comes up', async () => {
    const stage = new Stage();
    const session = await stage.open();
    await stage.join(session);
    stage.room.failing = 'reopen';
    stage.room.events?.lost();
    await new Promise(setImmediate);
    assert.equal(stage.story.at(-1), 'expelled');
    assert.notEqual(await stage.open(), session);
  });

  test('a member whose line is cut counts for nothing, and as before when it is back', async () => {
    const stage = new Stage();
    const session = await stage.open();
    const [publisher, viewer] = [await stage.join(session), await stage.join(session)];
    const { streamId } = await session.publishing.publish(publisher, PUBLISH);
    await session.subscribing.subscribe(viewer, { ...WATCH, streamId });
    const { version: _, ...before } = session.counts;
    session.lose(viewer, 'silent');
    const { version: __, ...without } = session.counts;
    assert.deepEqual(without, { connections: 1, publishers: 1, subscribers: 0, subscribingOnly: 0 });
    session.lose(viewer, 'silent');
    assert.equal(session.back(viewer), true);
    const { version: ___, ...after } = session.counts;
    assert.deepEqual(after, before);
    session.lose(publisher, 'silent');
    session.publishing.unpublish(publisher, { streamId });
    session.leave(publisher, 'networkDisconnected');
    assert.deepEqual(stage.story.slice(-2), ['streamDestroyed', 'connectionDestroyed']);
    const { version: ____, ...last } = session.counts;
    assert.deepEqual(last, { connections: 1, publishers: 0, subscribers: 0, subscribingOnly: 0 });
    assert.equal(session.back(publisher), false);
  });

  test('whose socket has ended is judged by its media', async () => {
    for (const [heard, story] of [
      ['silent', ['connectionDestroyed']],
      ['unclear', []],
      ['heard', []],
    ] as const) {
      const stage = new Stage({ closedGraceMs: 20, silentGraceMs: 60_000 });
      const session = await stage.open();
      const member = await stage.join(session);
      stage.room.heard = heard;
      const before = stage.story.length;
      session.lose(member, 'closed');
      await new Promise(setImmediate);
      assert.deepEqual(stage.story.slice(before), story, heard);
      mock.timers.tick(20);
      assert.equal(stage.story.length > before, heard !== 'heard', heard);
      session.leave(member, 'networkDisconnected');
    }
  });

  test('is opened once for all who come at the same time', async () => {
    const stage = new Stage();
    const [a, b] = await Promise.all([stage.open(), stage.open()]);
    assert.equal(a, b);
    assert.equal(stage.plane.rooms.length, 1);
  });

  test('that could not be opened is tried again by the next', async () => {
    const stage = new Stage();
    stage.plane.failing = true;
    await assert.rejects(stage.open(), /no worker/);
    stage.plane.failing = false;
    await stage.open();
  });

  test('ends with the server: nobody new is taken', async () => {
    const stage = new Stage();
    const session = await stage.open();
    await stage.join(session);
    await stage.registry.drain();
    await stage.registry.drain();
    assert.deepEqual(stage.story, ['connectionCreated', 'draining', 'expelled']);
    await assert.rejects(stage.open(), { code: 'draining' });
  });
});
