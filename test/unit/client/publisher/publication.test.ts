import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createDeferred } from '../../../../src/base/deferred.ts';
import type { OutgoingMedia } from '../../../../src/client/media/engine.ts';
import type { PublishLink } from '../../../../src/client/publisher/link.ts';
import { type Outgoing, Publication } from '../../../../src/client/publisher/publication.ts';

const camera = { kind: 'video', id: 'camera' } as MediaStreamTrack;
const properties = { name: '', hasAudio: true, hasVideo: true, videoDimensions: { width: 640, height: 480 } };

/** A session that answers when the test says so, and writes down what it is asked. */
function createLink(milestones: PublishLink['engine']['milestones'] = {}) {
  const asked: unknown[] = [];
  const published = createDeferred<OutgoingMedia>();
  const media: OutgoingMedia = {
    streamId: 'stream-1',
    createdAt: 1,
    encryption: undefined,
    replaceTrack: async (kind, track) => void asked.push(['replaceTrack', kind, track?.id ?? null]),
    shapeVideo: async () => void asked.push(['shapeVideo']),
    getStats: async () => [],
    countFeedback: async () => 1,
    close: () => void asked.push(['close']),
  };
  const link: PublishLink = {
    session: {},
    opened: () => undefined,
    engine: { publish: () => published.promise, milestones },
    updateStream: async (streamId, changes) => void asked.push(['updateStream', streamId, changes]),
    reportSending: (streamId) => void asked.push(['reportSending', streamId]),
    registerStream: () => assert.fail('a publication registers nothing'),
    closed: (reason, streamId) => void asked.push(['closed', reason, streamId]),
  };
  return { link, asked, confirm: () => published.resolve(media) };
}

async function openPublication() {
  const { link, asked, confirm } = createLink();
  const publication = new Publication(link);
  confirm();
  await publication.open([{ track: camera }], properties);
  return { publication, asked };
}

const live: Outgoing = {
  hasAudio: true,
  hasVideo: true,
  videoTrack: camera,
  videoDimensions: { width: 640, height: 480 },
};

test('only what changed is told, once', async () => {
  const { publication, asked } = await openPublication();
  await publication.sync(() => live);
  await publication.sync(() => ({ ...live, hasAudio: false }));
  await publication.sync(() => ({ ...live, hasAudio: false }));
  assert.deepEqual(asked, [['updateStream', 'stream-1', { hasAudio: false }]]);
});

test('a camera that goes off is told before it stops, one that comes back is sent before it is told', async () => {
  const { publication, asked } = await openPublication();
  await publication.sync(() => ({ hasAudio: true, hasVideo: false, videoTrack: undefined }));
  await publication.sync(() => live);
  assert.deepEqual(asked, [
    ['updateStream', 'stream-1', { hasVideo: false }],
    ['replaceTrack', 'video', null],
    ['replaceTrack', 'video', 'camera'],
    ['updateStream', 'stream-1', { hasVideo: true }],
  ]);
});

test('another microphone takes the place of the old one, once, and nobody has to be told', async () => {
  const { publication, asked } = await openPublication();
  const audioTrack = { kind: 'audio', id: 'microphone' } as MediaStreamTrack;
  await publication.sync(() => ({ ...live, audioTrack }));
  await publication.sync(() => ({ ...live, audioTrack }));
  assert.deepEqual(asked, [['replaceTrack', 'audio', 'microphone']]);
});

test('the size of the picture is told when it differs', async () => {
  const { publication, asked } = await openPublication();
  await publication.sync(() => ({ ...live, videoDimensions: { width: 480, height: 640 } }));
  assert.deepEqual(asked, [['updateStream', 'stream-1', { videoDimensions: { width: 480, height: 640 } }]]);
});

test('what is read is what holds when its turn comes', async () => {
  const { publication, asked } = await openPublication();
  let now: Outgoing = { ...live, hasAudio: false };
  const first = publication.sync(() => now);
  now = live;
  await first;
  assert.deepEqual(asked, []);
});

test('closing tells the session once, and nothing when the session knows', async () => {
  const told = await openPublication();
  told.publication.close('mediaStopped');
  told.publication.close('clientDisconnected');
  assert.deepEqual(told.asked, [['close'], ['closed', 'mediaStopped', 'stream-1']]);

  const known = await openPublication();
  known.publication.close();
  await known.publication.sync(() => ({ ...live, hasAudio: false }));
  assert.deepEqual(known.asked, [['close']]);
});

test('a cancelled publication that succeeds late is taken back', async () => {
  const { link, asked, confirm } = createLink();
  const publication = new Publication(link);
  const opening = publication.open([{ track: camera }], properties);
  publication.cancel(new Error('unpublished'));
  await assert.rejects(opening, /unpublished/);
  assert.deepEqual(asked, []);
  confirm();
  await new Promise(setImmediate);
  assert.deepEqual(asked, [['close'], ['closed', 'clientDisconnected', 'stream-1']]);
});

for (const [milestones, phase] of [
  [{}, /ICE/],
  [{ iceConnectedAt: 1 }, /DTLS/],
  [{ iceConnectedAt: 1, dtlsConnectedAt: 2 }, /signaling/],
] as const) {
  test(`after 15 s the time-out names what is missing: ${phase.source}`, async (context) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    context.after(() => mock.timers.reset());
    const opening = new Publication(createLink(milestones).link).open([{ track: camera }], properties);
    mock.timers.tick(14_999);
    mock.timers.tick(1);
    await assert.rejects(opening, { name: 'OT_TIMEOUT', code: 1500, message: phase });
  });
}
