import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import type { IncomingMedia } from '../../../../src/client/media/engine.ts';
import { type Proof, Start } from '../../../../src/client/subscriber/start.ts';

/** A start whose media and picture come when the test says so. */
function createStart(proof: Proof) {
  const seen: string[] = [];
  const state = { proof };
  const firstRtp = createDeferred<number | undefined>();
  const video = Object.assign(new EventTarget(), { videoWidth: 0 }) as unknown as HTMLVideoElement;
  const showPicture = () => {
    Object.assign(video, { videoWidth: 640 });
    video.dispatchEvent(new Event('loadeddata'));
  };
  const media = {
    firstRtpAt: firstRtp.promise,
    requestKeyFrame: () => void seen.push('key frame'),
    renew: async () => void seen.push('renewed'),
  } as unknown as IncomingMedia;
  const start = new Start({
    milestones: () => ({ iceConnectedAt: 0, dtlsConnectedAt: 0 }),
    proof: () => state.proof,
    onStarted: () => void seen.push('started'),
    onExpired: (error: OTError) => void seen.push(error.name, String(error.code), error.message),
  });
  const settle = () => new Promise(setImmediate);
  return { start, seen, state, firstRtp, video, showPicture, media, settle };
}

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval'] }));
afterEach(() => mock.timers.reset());

test('a stream with a picture has started when the first frame is there, not before', async () => {
  const { start, seen, firstRtp, video, showPicture, media, settle } = createStart('picture');
  start.begin();
  start.granted(media, video);
  firstRtp.resolve(performance.now());
  await settle();
  assert.deepEqual(seen, []);
  showPicture();
  await settle();
  assert.deepEqual(seen, ['started']);
  assert.equal(typeof start.timings.firstFrame, 'number');
});

test('when asking for key frames does not help, the server is asked to begin anew', () => {
  const { start, seen, video, media } = createStart('picture');
  start.begin();
  start.granted(media, video);
  mock.timers.tick(7_500);
  assert.deepEqual(seen, ['key frame', 'key frame', 'key frame', 'key frame', 'renewed']);
  mock.timers.tick(7_500);
  assert.equal(seen.filter((entry) => entry === 'renewed').length, 2);
  start.stop();
});

test('a stream of sound alone has started with its first packet', async () => {
  const { start, seen, firstRtp, video, media, settle } = createStart('sound');
  start.begin();
  start.granted(media, video);
  video.dispatchEvent(new Event('loadeddata'));
  await settle();
  assert.deepEqual(seen, []);
  firstRtp.resolve(performance.now());
  await settle();
  assert.deepEqual(seen, ['started']);
  assert.equal(start.timings.firstFrame, undefined);
});

test('a stream that sends nothing has started when it is granted', () => {
  const { start, seen, video, media } = createStart('nothing');
  start.begin();
  start.check();
  assert.deepEqual(seen, []);
  start.granted(media, video);
  assert.deepEqual(seen, ['started']);
});

test('when the publisher turns the camera off meanwhile, the picture is no longer waited for', () => {
  const { start, seen, state, video, media } = createStart('picture');
  start.begin();
  start.granted(media, video);
  state.proof = 'nothing';
  start.check();
  start.check();
  assert.deepEqual(seen, ['started']);
});

test('without a picture a key frame is asked for after 1.5 s, and no more once it has started', async () => {
  const { start, seen, video, showPicture, media, settle } = createStart('picture');
  start.begin();
  start.granted(media, video);
  mock.timers.tick(1499);
  assert.deepEqual(seen, []);
  mock.timers.tick(1);
  assert.deepEqual(seen, ['key frame']);
  showPicture();
  await settle();
  mock.timers.tick(60_000);
  assert.deepEqual(seen, ['key frame', 'started']);
});

test('after 30 s it fails with OT_TIMEOUT 1501 that names the phase', () => {
  const { start, seen } = createStart('sound');
  start.begin();
  mock.timers.tick(29_999);
  assert.deepEqual(seen, []);
  mock.timers.tick(1);
  assert.deepEqual(seen.slice(0, 2), ['OT_TIMEOUT', '1501']);
  assert.match(seen[2] ?? '', /signaling/);
});

test('a stopped start tells nothing', () => {
  const { start, seen } = createStart('sound');
  start.begin();
  start.stop();
  mock.timers.tick(60_000);
  assert.deepEqual(seen, []);
});

test('the first packet is never later than the first frame', async () => {
  const { start, firstRtp, video, showPicture, media, settle } = createStart('picture');
  start.begin();
  start.granted(media, video);
  showPicture();
  await settle();
  firstRtp.resolve(performance.now() + 1000);
  await settle();
  assert.equal(start.timings.firstRtp, start.timings.firstFrame);
});
