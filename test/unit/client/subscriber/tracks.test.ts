import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import { Tracks } from '../../../../src/client/subscriber/tracks.ts';

/** A server that does what it is told when the test says so. */
function createServer() {
  const told: object[] = [];
  const answers = [createDeferred<void>(), createDeferred<void>()];
  let asked = 0;
  const media = {
    countPackets: async () => 0,
    setTracks: (active: object) => {
      told.push(active);
      asked += 1;
      return (answers[asked - 1] ?? createDeferred<void>()).promise;
    },
  };
  return { told, media, answers };
}

const both = { audio: true, video: true };

test('what is switched before the subscription is granted is told then, once', async () => {
  const { told, media, answers } = createServer();
  const tracks = new Tracks(both);
  assert.deepEqual(tracks.request(), both);
  const done = tracks.set('video', false);
  assert.deepEqual(told, []);
  tracks.granted(media);
  assert.deepEqual(told, [{ video: false }]);
  answers[0]?.resolve();
  await done;
});

test('a later call takes the place of one that waits, which is rejected', async () => {
  const { told, media } = createServer();
  const tracks = new Tracks(both);
  tracks.request();
  const first = tracks.set('audio', false);
  const second = tracks.set('audio', true);
  await assert.rejects(first, { name: 'OT_CANCEL' });
  tracks.granted(media);
  await second;
  assert.deepEqual(told, [], 'what is as requested needs no message');
});

test('audio and video do not take the place of each other', async () => {
  const { media, answers } = createServer();
  const tracks = new Tracks(both);
  tracks.granted(media);
  const done = Promise.all([tracks.set('audio', false), tracks.set('video', false)]);
  for (const answer of answers) answer.resolve();
  await done;
});

test('a refusal of the server reaches the caller', async () => {
  const { media, answers } = createServer();
  const tracks = new Tracks(both);
  tracks.granted(media);
  const done = tracks.set('audio', false);
  answers[0]?.reject(new Error('no'));
  await assert.rejects(done, { message: 'no' });
});

test('the end rejects who waits', async () => {
  const tracks = new Tracks(both);
  const done = tracks.set('audio', false);
  tracks.close(createError('OT_STREAM_DESTROYED', 'ended'));
  await assert.rejects(done, { name: 'OT_STREAM_DESTROYED' });
});

test('a picture that nobody sees is not sent, and comes back when it is seen and wanted', async () => {
  const { told, media, answers } = createServer();
  const tracks = new Tracks(both);
  tracks.granted(media);
  tracks.setSeen(false);
  tracks.setSeen(false);
  for (const answer of answers) answer.resolve();
  await tracks.set('video', false);
  await tracks.set('video', true);
  assert.deepEqual(told, [{ video: false }]);
  tracks.setSeen(true);
  assert.deepEqual(told, [{ video: false }, { video: true }]);
});
