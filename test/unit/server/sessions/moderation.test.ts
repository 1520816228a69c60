import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createUuid } from '../../../../src/base/ids.ts';
import { Stage } from './stage.ts';

const AUDIO = { kind: 'audio', rtpParameters: { codecs: [] } } as never;
const VOICE = { properties: { name: '', hasAudio: true, hasVideo: false }, tracks: [AUDIO] };

async function openMeeting() {
  const stage = new Stage();
  const session = await stage.open();
  const moderator = await stage.join(session, { role: 'moderator' });
  const publisher = await stage.join(session);
  const { streamId } = await session.publishing.publish(publisher, VOICE);
  return { stage, session, moderator, publisher, streamId };
}

describe('a moderator', () => {
  test('mutes a stream, and its owner may unmute it', async () => {
    const { stage, session, moderator, publisher, streamId } = await openMeeting();
    await session.moderation.forceMuteStream(moderator.permissions, { streamId });
    assert.ok(stage.room.calls.includes(`setTracks ${streamId}`));
    assert.deepEqual(stage.facts.at(-1), { fact: 'muteForced', streamIds: [streamId] });
    await session.publishing.update(publisher, { streamId, hasAudio: false });
    assert.equal(stage.story.at(-1), 'muteForced', 'what the client repeats is no news');
    await session.publishing.update(publisher, { streamId, hasAudio: true });
    assert.deepEqual(stage.facts.at(-1), {
      fact: 'streamUpdated',
      streamId,
      owner: publisher.id,
      changes: { hasAudio: true },
    });
  });

  test('mutes all but the excluded, then newcomers, until that is ended', async () => {
    const { stage, session, moderator, streamId } = await openMeeting();
    const own = await session.publishing.publish(moderator, VOICE);
    await session.moderation.forceMuteAll(moderator.permissions, { excludedStreamIds: [own.streamId, createUuid()] });
    assert.deepEqual(stage.facts.at(-1), { fact: 'muteForced', streamIds: [streamId], active: true });
    const newcomer = await stage.join(session);
    const { muted, streamId: later } = await session.publishing.publish(newcomer, VOICE);
    assert.equal(muted, true);
    const created = stage.facts.at(-1);
    assert.equal(created?.fact === 'streamCreated' && created.stream.properties.hasAudio, false);
    session.moderation.disableForceMute(moderator.permissions);
    assert.deepEqual(stage.facts.at(-1), { fact: 'muteForced', streamIds: [], active: false });
    assert.equal((await session.publishing.publish(newcomer, VOICE)).muted, undefined);
    await session.publishing.update(newcomer, { streamId: later, hasAudio: true });
    assert.equal(stage.story.at(-1), 'streamUpdated');
  });

  test('mutes a stream that is being published at that moment', async () => {
    const { stage, session, moderator, publisher } = await openMeeting();
    const gate = stage.room.hold('publish');
    const publishing = session.publishing.publish(publisher, VOICE);
    await session.moderation.forceMuteAll(moderator.permissions, { excludedStreamIds: [] });
    gate.resolve();
    const { muted, streamId } = await publishing;
    assert.equal(muted, true);
    assert.ok(stage.room.calls.includes(`setTracks ${streamId}`));
  });

  test("a stream that ends while it is muted is nobody's news", async () => {
    const { stage, session, moderator, publisher, streamId } = await openMeeting();
    const gate = stage.room.hold('setTracks');
    const muting = session.moderation.forceMuteStream(moderator.permissions, { streamId });
    session.leave(publisher, 'networkDisconnected');
    gate.resolve();
    await muting;
    assert.ok(!stage.story.includes('muteForced'));
  });

  test('ends a stream and a connection', async () => {
    const { stage, session, moderator, publisher, streamId } = await openMeeting();
    session.moderation.forceUnpublish(moderator.permissions, { streamId });
    assert.deepEqual(stage.facts.at(-1), {
      fact: 'streamDestroyed',
      streamId,
      owner: publisher.id,
      reason: 'forceUnpublished',
      counts: session.counts,
    });
    await session.publishing.publish(publisher, VOICE);
    session.moderation.forceDisconnect(moderator.permissions, { connectionId: publisher.id });
    assert.deepEqual(stage.story.slice(-3), ['expelled', 'streamDestroyed', 'connectionDestroyed']);
    assert.deepEqual(stage.facts.at(-1), {
      fact: 'connectionDestroyed',
      connectionId: publisher.id,
      reason: 'forceDisconnected',
      counts: session.counts,
    });
    assert.equal(session.members.size, 1);
  });

  test('cannot touch what is not there', async () => {
    const { session, moderator } = await openMeeting();
    const { moderation } = session;
    const streamId = createUuid();
    assert.throws(() => moderation.forceUnpublish(moderator.permissions, { streamId }), { code: 'notFound' });
    assert.throws(() => moderation.forceDisconnect(moderator.permissions, { connectionId: streamId }), {
      code: 'notFound',
    });
    await assert.rejects(moderation.forceMuteStream(moderator.permissions, { streamId }), { code: 'notFound' });
  });
});

test('nobody else moderates', async () => {
  const { stage, session, moderator, publisher, streamId } = await openMeeting();
  const { moderation } = session;
  const viewer = await stage.join(session, { role: 'subscriber' });
  const facts = stage.facts.length;
  for (const { permissions } of [publisher, viewer]) {
    const denied = { code: 'notPermitted' };
    assert.throws(() => moderation.forceDisconnect(permissions, { connectionId: moderator.id }), denied);
    assert.throws(() => moderation.forceUnpublish(permissions, { streamId }), denied);
    assert.throws(() => moderation.disableForceMute(permissions), denied);
    await assert.rejects(moderation.forceMuteStream(permissions, { streamId }), denied);
    await assert.rejects(moderation.forceMuteAll(permissions, { excludedStreamIds: [] }), denied);
  }
  assert.equal(stage.facts.length, facts);
  assert.equal(moderation.mutesNewcomers, false);
});
