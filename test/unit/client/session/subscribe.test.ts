import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import type { Stream } from '../../../../src/client/model/stream.ts';
import type { Subscriber } from '../../../../src/client/subscriber/subscriber.ts';
import { FakePublisher, fakeOf, SessionHarness } from './support/harness.ts';
import { stream } from './support/welcome.ts';

const other = { id: 'other', createdAt: 2, data: '' };
const offer = { subscriptionId: 'offered', consumers: [] };

async function openSession() {
  const harness = new SessionHarness();
  await harness.connect({ connections: [other], streams: [stream('s1', 'other')] });
  return { harness, theirs: harness.session.streams.get('s1') as Stream };
}

afterEach(() => mock.timers.reset());

test('subscribe returns the subscriber, tells the callback, and lists it', async () => {
  const { harness, theirs } = await openSession();
  let returned: Subscriber | undefined;
  const told = await new Promise((resolve) => {
    returned = harness.session.subscribe(theirs, 'video', {}, (error, subscriber) => resolve([error, subscriber]));
  });
  assert.deepEqual(told, [undefined, returned]);
  assert.deepEqual(harness.session.getSubscribersForStream(theirs), [returned]);
  const second = await harness.session.subscribe.promise(theirs);
  assert.deepEqual(harness.session.getSubscribersForStream(theirs), [returned, second]);
});

test('without a session or a stream, subscribe fails with 1501', async () => {
  const { harness, theirs } = await openSession();
  await assert.rejects(harness.session.subscribe.promise({} as Stream), { name: 'OT_INVALID_PARAMETER', code: 1501 });
  await harness.session.disconnect();
  const error = await new Promise<OTError | undefined>((resolve) => {
    assert.equal(harness.session.subscribe(theirs, resolve), undefined);
  });
  assert.deepEqual([error?.name, error?.code], ['OT_NOT_CONNECTED', 1501]);
});

test('unsubscribe ends it once', async () => {
  const { harness, theirs } = await openSession();
  const subscriber = await harness.session.subscribe.promise(theirs);
  harness.read();
  assert.equal(harness.session.unsubscribe(subscriber), true);
  assert.equal(harness.session.unsubscribe(subscriber), false);
  assert.deepEqual(harness.read(), ['subscriber ended Unsubscribe']);
  assert.throws(() => harness.session.unsubscribe(undefined as never), { name: 'OT_INVALID_PARAMETER' });
});

test('a subscriber that ends by itself is forgotten', async () => {
  const { harness, theirs } = await openSession();
  const subscriber = fakeOf(await harness.session.subscribe.promise(theirs));
  subscriber.link?.closed();
  assert.deepEqual(harness.session.getSubscribersForStream(theirs), []);
});

test('a changed property is told to the session first, then to the subscriber', async () => {
  const { harness, theirs } = await openSession();
  await harness.session.subscribe.promise(theirs);
  harness.note('streamPropertyChanged').read();
  harness.socket.received('streamUpdated', { streamId: 's1', hasVideo: false });
  assert.deepEqual(harness.read(), ['streamPropertyChanged', 'subscriber hasVideo false']);
});

test('a stream that ends is told to the session first, then its subscribers end', async () => {
  const { harness, theirs } = await openSession();
  await harness.session.subscribe.promise(theirs);
  harness.note('streamDestroyed').read();
  harness.socket.received('streamDestroyed', { streamId: 's1', reason: 'clientDisconnected' });
  assert.deepEqual(harness.read(), ['streamDestroyed', 'subscriber ended clientDisconnected']);
  assert.equal(harness.session.streams.length(), 0);
});

test('preventing streamDestroyed keeps the container only', async () => {
  const { harness, theirs } = await openSession();
  await harness.session.subscribe.promise(theirs);
  harness.session.on('streamDestroyed', (event) => event.preventDefault());
  harness.read();
  harness.socket.received('streamDestroyed', { streamId: 's1', reason: 'networkDisconnected' });
  assert.deepEqual(harness.read(), ['subscriber ended networkDisconnected, container kept']);
});

test('a container that was kept goes with unsubscribe, once', async () => {
  const { harness, theirs } = await openSession();
  const subscriber = await harness.session.subscribe.promise(theirs);
  harness.session.on('streamDestroyed', (event) => event.preventDefault());
  harness.socket.received('streamDestroyed', { streamId: 's1', reason: 'clientDisconnected' });
  harness.read();
  assert.equal(harness.session.unsubscribe(subscriber), true);
  assert.equal(harness.session.unsubscribe(subscriber), false);
  assert.deepEqual(harness.read(), ['subscriber destroyed']);
});

test('an offer goes to the first subscriber of its stream', async () => {
  const { harness } = await openSession();
  harness.session.on('streamCreated', (event) => {
    void harness.session.subscribe(event.stream);
    void harness.session.subscribe(event.stream);
  });
  harness.read();
  harness.socket.received('streamCreated', { stream: stream('s2', 'other'), offer });
  assert.deepEqual(harness.read(), ['subscribe s2 with offer', 'subscribe s2']);
});

test('an offer nobody takes is declined', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { harness } = await openSession();
  harness.socket.received('streamCreated', { stream: stream('s2', 'other'), offer });
  mock.timers.tick(2_000);
  assert.deepEqual(
    harness.sent.map(({ name, data }) => [name, data]),
    [['unsubscribe', { subscriptionId: 'offered' }]],
  );
});

test('an offer for a stream that ended is neither taken nor declined', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { harness } = await openSession();
  harness.socket.received('streamCreated', { stream: stream('s2', 'other'), offer });
  harness.socket.received('streamDestroyed', { streamId: 's2', reason: 'clientDisconnected' });
  mock.timers.tick(5_000);
  assert.deepEqual(harness.sent, []);
});

test('the own stream is played from the own media', async () => {
  const { harness } = await openSession();
  const track = { kind: 'video' };
  class LocalPublisher extends FakePublisher {
    override get mediaStream(): MediaStream {
      return { getTracks: () => [track] } as unknown as MediaStream;
    }
  }
  const tracks: unknown[] = [];
  Object.assign(globalThis, {
    MediaStream: class {
      constructor(given: unknown[]) {
        tracks.push(...given);
      }
    },
  });
  await harness.session.publish.promise(new LocalPublisher(harness.journal));
  const subscriber = fakeOf(await harness.session.subscribe.promise(harness.session.streams.get('own') as Stream));
  await subscriber.link?.engine.subscribe({ streamId: 'own', audio: true, video: true });
  Reflect.deleteProperty(globalThis, 'MediaStream');
  assert.deepEqual(tracks, [track]);
});
