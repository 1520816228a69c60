import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createError } from '../../../../src/client/errors/catalogue.ts';
import type { OTError } from '../../../../src/client/errors/ot-error.ts';
import type { Publisher } from '../../../../src/client/publisher/publisher.ts';
import { FakePublisher, SessionHarness } from './support/harness.ts';
import { createWelcome } from './support/welcome.ts';

/** The error that the callback of publish gets, and what publish returns. */
async function refusal(harness: SessionHarness, publisher: Publisher): Promise<[unknown, OTError | undefined]> {
  let returned: unknown;
  const error = await new Promise<OTError | undefined>((resolve) => {
    returned = harness.session.publish(publisher, resolve);
  });
  return [returned, error];
}

test('a published stream is among the streams of the session, with the own connection', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const publisher = new FakePublisher(harness.journal);
  assert.equal(await harness.session.publish.promise(publisher), publisher);
  assert.equal(harness.session.streams.get('own')?.connection, harness.session.connection);
  assert.equal(harness.session.getPublisherForStream('own'), publisher);
  assert.deepEqual(harness.session.connectionsNotPublishing, []);
  assert.equal(publisher.link?.session, harness.session);
});

test('publish with a target makes the publisher itself', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const error = await new Promise((resolve) => {
    assert.ok(harness.session.publish('video', { name: 'me' }, resolve) instanceof FakePublisher);
  });
  assert.equal(error, undefined);
});

test('before connecting, publish returns null and fails with 1010', async () => {
  const harness = new SessionHarness();
  const [returned, error] = await refusal(harness, new FakePublisher(harness.journal));
  assert.deepEqual([returned, error?.name, error?.code], [null, 'OT_NOT_CONNECTED', 1010]);
});

test('without the permission, publish returns null and fails with 1500', async () => {
  const harness = new SessionHarness();
  const permissions = { ...createWelcome().permissions, publish: false };
  await harness.connect({ permissions });
  const [returned, error] = await refusal(harness, new FakePublisher(harness.journal));
  assert.deepEqual([returned, error?.name, error?.code], [null, 'OT_PERMISSION_DENIED', 1500]);
  assert.deepEqual(harness.reported, [error]);
});

test('on an insecure page, publish fails before the publisher is touched', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  harness.insecure = createError('OT_INSECURE_ORIGIN', 'https!');
  const publisher = new FakePublisher(harness.journal);
  const [returned, error] = await refusal(harness, publisher);
  assert.deepEqual([returned, error?.name, publisher.link], [null, 'OT_INSECURE_ORIGIN', undefined]);
});

test('a publisher that is published already is refused', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const publisher = new FakePublisher(harness.journal);
  await harness.session.publish.promise(publisher);
  const [returned, error] = await refusal(harness, publisher);
  assert.deepEqual([returned, error?.name, error?.code], [undefined, 'OT_INVALID_PARAMETER', 1500]);
});

test('a failure reaches callback, promise and exception event, and the publisher can be published again', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const failing = new FakePublisher(harness.journal, createError('OT_TIMEOUT', 'too late'));
  await assert.rejects(harness.session.publish.promise(failing), { name: 'OT_TIMEOUT' });
  const [returned, error] = await refusal(harness, failing);
  assert.deepEqual([returned, error?.name], [failing, 'OT_TIMEOUT']);
  assert.equal(harness.reported.length, 2);
});

test('unpublish tells the server and ends the stream', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const publisher = new FakePublisher(harness.journal);
  await harness.session.publish.promise(publisher);
  harness.session.unpublish(publisher);
  harness.session.unpublish(publisher);
  assert.deepEqual(harness.read(), ['publisher ended unpublished']);
  assert.deepEqual(
    harness.sent.map(({ name, data }) => [name, data]),
    [['unpublish', { streamId: 'own', reason: 'clientDisconnected' }]],
  );
  assert.equal(harness.session.streams.length(), 0);
});

test('a publisher that ends by itself is forgotten and the server is told', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const publisher = new FakePublisher(harness.journal);
  await harness.session.publish.promise(publisher);
  publisher.link?.closed('mediaStopped', 'own');
  assert.deepEqual(
    harness.sent.map(({ name, data }) => [name, data]),
    [['unpublish', { streamId: 'own', reason: 'mediaStopped' }]],
  );
  assert.equal(harness.session.getPublisherForStream('own'), undefined);
});

test('what turns off is off at once, what turns on is on when the server has confirmed', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  const publisher = new FakePublisher(harness.journal);
  await harness.session.publish.promise(publisher);
  const seen: unknown[] = [];
  harness.session.on('streamPropertyChanged', ({ changedProperty, oldValue, newValue }) => {
    seen.push([changedProperty, oldValue, newValue]);
  });
  harness.answer = () => undefined;
  const off = publisher.link?.updateStream('own', { hasVideo: false });
  assert.deepEqual(seen.splice(0), [['hasVideo', true, false]]);
  harness.sent.at(-1)?.acknowledge?.({ ok: true, data: {} });
  await off;
  const on = publisher.link?.updateStream('own', { hasVideo: true });
  assert.deepEqual(seen, []);
  harness.sent.at(-1)?.acknowledge?.({ ok: true, data: {} });
  await on;
  assert.deepEqual(seen, [['hasVideo', false, true]]);
});

test('a stream the server ends ends at its publisher, not at the session', async () => {
  const harness = new SessionHarness().note('streamDestroyed');
  await harness.connect();
  await harness.session.publish.promise(new FakePublisher(harness.journal));
  harness.socket.received('streamDestroyed', { streamId: 'own', reason: 'forceUnpublished' });
  assert.deepEqual(harness.read(), ['publisher ended forceUnpublished']);
  assert.equal(harness.session.streams.length(), 0);
});

test('a new subscriber count reaches the publisher and the stream', async () => {
  const harness = new SessionHarness();
  await harness.connect();
  await harness.session.publish.promise(new FakePublisher(harness.journal));
  const counts = { version: 9, connections: 2, publishers: 1, subscribers: 1, subscribingOnly: 1 };
  harness.socket.received('countsChanged', { counts, streams: [{ id: 'own', subscriberCount: 1 }] });
  assert.deepEqual(harness.read(), ['publisher subscriberCount 1']);
  assert.equal(harness.session.streams.get('own')?.subscriberCount, 1);
  assert.deepEqual(harness.session.counts, counts);
});
