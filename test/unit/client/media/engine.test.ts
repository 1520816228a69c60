import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import { createConsumer, createTrack, EngineHarness } from './support/engine-harness.ts';

const properties = { name: '', hasAudio: true, hasVideo: true };
const both = () => [{ track: createTrack('video') }, { track: createTrack('audio') }];
const wanted = { streamId: 'theirs', audio: true, video: true };

before(() => {
  class FakeMediaStream {
    readonly #tracks = new Set<MediaStreamTrack>();
    addTrack(track: MediaStreamTrack) {
      this.#tracks.add(track);
    }
    removeTrack(track: MediaStreamTrack) {
      this.#tracks.delete(track);
    }
    getTracks() {
      return [...this.#tracks];
    }
  }
  Object.assign(globalThis, { MediaStream: FakeMediaStream });
});
after(() => Reflect.deleteProperty(globalThis, 'MediaStream'));

test('opening completes both transports with one message, before anything else', async () => {
  const harness = new EngineHarness();
  await harness.open();
  assert.deepEqual(harness.read(), ['connectTransports']);
});

test('a publisher sends one message, sound first, when both tracks are negotiated', async () => {
  const harness = new EngineHarness();
  await harness.open();
  const media = await harness.engine.publish(both(), properties);
  const published = harness.messages.at(-1);
  assert.deepEqual(harness.read(), ['connectTransports', 'publish']);
  const tracks = published?.data.tracks as { kind: string }[];
  assert.deepEqual(
    tracks.map(({ kind }) => kind),
    ['audio', 'video'],
  );
  assert.deepEqual([media.streamId, media.createdAt], ['stream', 1]);
});

test('publishing waits for the network after the server has answered', async () => {
  const harness = new EngineHarness();
  await harness.open({ connected: false });
  let done = false;
  const published = harness.engine.publish(both(), properties).then(() => {
    done = true;
  });
  await new Promise(setImmediate);
  assert.ok(harness.read().includes('publish'));
  assert.equal(done, false);
  harness.setState('connected');
  await published;
});

test('a network that fails fails the publishing, and the server is told', async () => {
  const harness = new EngineHarness();
  await harness.open({ connected: false });
  const published = harness.engine.publish(both(), properties);
  await new Promise(setImmediate);
  harness.setState('failed');
  await assert.rejects(published, { name: 'OT_ICE_WORKFLOW_FAILED', code: 1553 });
  assert.deepEqual(harness.read(), ['connectTransports', 'publish', 'unpublish']);
});

test('a refused publish reaches the caller as it is', async () => {
  const harness = new EngineHarness();
  await harness.open();
  harness.answer = () => Promise.reject(createError('OT_STREAM_LIMIT_EXCEEDED', 'full'));
  await assert.rejects(harness.engine.publish(both(), properties), { name: 'OT_STREAM_LIMIT_EXCEEDED', code: 1605 });
});

test('what mediasoup-client refuses becomes an OpenTok error', async () => {
  const harness = new EngineHarness();
  await harness.open();
  const ended = Object.assign(createTrack('video'), { readyState: 'ended' });
  await assert.rejects(harness.engine.publish([{ track: ended }], properties), {
    name: 'OT_CREATE_PEER_CONNECTION_FAILED',
    code: 1500,
  });
});

test('a track of a kind that was not published cannot be replaced', async () => {
  const harness = new EngineHarness();
  await harness.open();
  const media = await harness.engine.publish([{ track: createTrack('audio') }], properties);
  await media.replaceTrack('audio', null);
  await assert.rejects(media.replaceTrack('video', null), { name: 'OT_NOT_SUPPORTED' });
  media.close();
  media.close();
});

test('subscribing asks, receives, and then lets the media flow', async () => {
  const harness = new EngineHarness();
  await harness.open();
  harness.answer = async () => ({ consumers: [createConsumer('audio'), createConsumer('video')] });
  const media = await harness.engine.subscribe(wanted);
  assert.deepEqual(
    media.mediaStream.getTracks().map(({ kind }) => kind),
    ['audio', 'video'],
  );
  assert.deepEqual(harness.read(), ['connectTransports', 'subscribe', 'playSubscription']);
  media.close();
  media.close();
  assert.deepEqual(harness.read(), ['unsubscribe']);
  assert.equal(await media.firstRtpAt, undefined);
});

test('an offer is received without waiting for the answer', async () => {
  const harness = new EngineHarness();
  await harness.open();
  harness.answer = () => new Promise(() => undefined);
  const offer = { subscriptionId: 'offered', consumers: [createConsumer('video')] };
  const media = await harness.engine.subscribe({ ...wanted, offer });
  assert.equal(media.mediaStream.getTracks().length, 1);
  const said = harness.messages.slice(-2).map(({ name, data }) => [name, data.subscriptionId]);
  assert.deepEqual(said, [
    ['subscribe', 'offered'],
    ['playSubscription', 'offered'],
  ]);
  media.close();
});

test('a refused offer ends its media', async () => {
  const harness = new EngineHarness();
  await harness.open();
  harness.answer = ({ name }) =>
    name === 'subscribe' ? Promise.reject(createError('OT_STREAM_NOT_FOUND', 'gone')) : Promise.resolve({});
  const offer = { subscriptionId: 'offered', consumers: [createConsumer('video')] };
  const media = await harness.engine.subscribe({ ...wanted, offer });
  assert.equal(await media.firstRtpAt, undefined);
});

test('a track the browser cannot receive fails the subscription and the server is told', async () => {
  const harness = new EngineHarness();
  await harness.open();
  const unknown = createConsumer('video');
  const [codec] = unknown.rtpParameters.codecs;
  harness.answer = async () => ({
    consumers: [
      createConsumer('audio'),
      { ...unknown, rtpParameters: { codecs: [{ ...codec, mimeType: 'video/XYZ', payloadType: 127 }] } },
    ],
  });
  await assert.rejects(harness.engine.subscribe(wanted), { name: 'OT_UNABLE_TO_SUBSCRIBE', code: 1501 });
  assert.deepEqual(harness.read(), ['connectTransports', 'subscribe', 'unsubscribe']);
});

test('what was negotiated is read and announced, for each direction', async () => {
  const harness = new EngineHarness();
  const announced: string[][] = [];
  const seen = new Promise<void>((resolve) => {
    harness.engine.on('encryptionChanged', (encryption) => {
      announced.push(Object.keys(encryption));
      if (announced.length === 2) resolve();
    });
  });
  await harness.open();
  await seen;
  assert.deepEqual(announced, [['send'], ['send', 'recv']]);
  assert.equal(harness.engine.encryption.recv?.keyBits, 256);
  assert.ok((harness.engine.milestones.dtlsConnectedAt ?? 0) > 0);
});

for (const weak of ['SRTP_AES128_CM_SHA1_80', undefined]) {
  test(`below the minimum (${weak ?? 'unknown suite'}) nothing is published or subscribed`, async () => {
    const harness = new EngineHarness();
    harness.srtpCipher = weak;
    await harness.open({ minimumEncryption: 'aes-256' });
    const tooWeak = { name: 'OT_ENCRYPTION_TOO_WEAK', code: 1560 };
    await assert.rejects(harness.engine.publish(both(), properties), tooWeak);
    await assert.rejects(harness.engine.subscribe(wanted), tooWeak);
    assert.deepEqual(harness.read(), ['connectTransports']);
  });
}

test('with a minimum that is met, media waits for the proof and then goes on', async () => {
  const harness = new EngineHarness();
  await harness.open({ minimumEncryption: 'aes-256', connected: false });
  const published = harness.engine.publish(both(), properties);
  await new Promise(setImmediate);
  assert.deepEqual(harness.read(), ['connectTransports']);
  harness.setState('connected');
  const media = await published;
  assert.equal(media.encryption?.keyBits, 256);
});

test('a role without a transport may not use it', async () => {
  const harness = new EngineHarness();
  await harness.open({ send: false });
  await assert.rejects(harness.engine.publish(both(), properties), { name: 'OT_PERMISSION_DENIED', code: 1500 });
  const other = new EngineHarness();
  await other.open({ recv: false });
  await assert.rejects(other.engine.subscribe(wanted), { name: 'OT_PERMISSION_DENIED', code: 1501 });
});

test('a browser without WebRTC fails each publish and subscribe, not the session', async () => {
  const harness = new EngineHarness(createError('OT_UNSUPPORTED_BROWSER', 'too old'));
  harness.engine.prepare();
  await harness.open({ connected: false });
  await assert.rejects(harness.engine.publish(both(), properties), { name: 'OT_UNSUPPORTED_BROWSER' });
  await assert.rejects(harness.engine.subscribe(wanted), { name: 'OT_UNSUPPORTED_BROWSER' });
});

test('a refused engine gives its reason to whoever is waiting and whoever comes', async () => {
  const harness = new EngineHarness();
  const waiting = harness.engine.subscribe(wanted);
  harness.engine.refuse(createError('OT_ENCRYPTION_TOO_WEAK', 'weak'));
  await assert.rejects(waiting, { name: 'OT_ENCRYPTION_TOO_WEAK' });
  await assert.rejects(harness.engine.publish(both(), properties), { name: 'OT_ENCRYPTION_TOO_WEAK' });
});

test('closing ends what is under way, and is idempotent', async () => {
  const harness = new EngineHarness();
  await harness.open({ connected: false });
  const published = harness.engine.publish(both(), properties);
  await new Promise(setImmediate);
  harness.engine.close();
  harness.engine.close();
  await assert.rejects(published, { name: 'OT_NOT_CONNECTED' });
});

test('an engine closed while it opens makes no transport', async () => {
  const harness = new EngineHarness();
  const opening = harness.open({ connected: false });
  harness.engine.close();
  await opening;
  assert.deepEqual(harness.read(), []);
});
