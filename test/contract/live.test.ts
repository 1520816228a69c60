import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { type ConnectionId, createUuid, type SubscriptionId } from '../../src/base/ids.ts';
import { NOTIFICATIONS } from '../../src/protocol/notifications.ts';
import { REQUESTS, type RequestData, type RequestName } from '../../src/protocol/requests.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import { createVideoParameters, type RawClient } from '../support/raw-client.ts';
import { openWeakEndpoint, WEAK_SUITES } from '../support/weak-endpoint.ts';

const ajv = new Ajv({ strict: true });
const notificationChecks = Object.fromEntries(
  Object.entries(NOTIFICATIONS).map(([name, schema]) => [name, ajv.compile(closed(schema))]),
);
const replyChecks = Object.fromEntries(
  Object.entries(REQUESTS).map(([name, { reply }]) => [name, ajv.compile(closed(reply))]),
);

/** A schema that allows no further fields at any depth: the server must not send what the contract does not know. */
function closed(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (_key, value) =>
    value !== null && typeof value === 'object' && value.type === 'object' && value.properties !== undefined
      ? { ...value, additionalProperties: false }
      : value,
  );
}

describe('what the server really sends', () => {
  let host: GatewayHost;
  const clients: RawClient[] = [];
  const replied = new Set<RequestName>();
  before(async () => {
    host = await openGatewayHost();
  });
  after(() => host.close());

  async function ask<Name extends RequestName>(client: RawClient, name: Name, data: RequestData<Name>) {
    const reply = await client.request(name, data);
    const check = replyChecks[name];
    assert.ok(check?.(reply), `${name}: ${ajv.errorsText(check?.errors)}`);
    replied.add(name);
    return reply;
  }

  /** A media worker dies, and a socket is lost. */
  async function interrupt(): Promise<void> {
    const shaken = await openGatewayHost();
    const sessionId = await shaken.createSession();
    const [publisher, viewer] = [await shaken.joinReady(sessionId), await shaken.joinReady(sessionId)];
    const streamId = await publisher.publish();
    const [pid] = shaken.workerPids();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await publisher.next('mediaRenewed');
    await publisher.connectTransports();
    await publisher.publish({}, streamId);
    await viewer.next('streamRestored');
    clients.push(publisher, viewer, await shaken.resume(sessionId, viewer));
    await shaken.close();
  }

  test('are the replies of the contract', async () => {
    const sessionId = await host.createSession({ minimumEncryption: 'aes-256' });
    const publisher = await host.join(sessionId, { data: 'publisher' });
    const viewer = await host.joinReady(sessionId, { anticipate: true });
    const quiet = await host.joinReady(sessionId, { connectionEvents: false });
    const leaver = await host.joinReady(sessionId);
    const moderator = await host.joinReady(sessionId, { role: 'moderator' });
    const guest = await host.joinReady(sessionId);
    clients.push(publisher, viewer, quiet, leaver, moderator, guest);
    const { mediaServer, sendTransport, routerRtpCapabilities: rtpCapabilities } = publisher.welcome;
    assert.ok(mediaServer && sendTransport);
    const endpoint = await openWeakEndpoint({ ...mediaServer, ...sendTransport }, Object.values(WEAK_SUITES));
    await ask(publisher, 'connectTransports', { dtlsParameters: endpoint.dtlsParameters, rtpCapabilities });
    const properties = { name: 'n', hasAudio: false, hasVideo: true, videoDimensions: { width: 640, height: 480 } };
    const tracks = [{ kind: 'video' as const, rtpParameters: createVideoParameters() }];
    const { streamId } = await ask(publisher, 'publish', { properties, tracks });
    await viewer.next('streamCreated', ({ offer }) => offer !== undefined);
    const subscriptionId = createUuid();
    await ask(quiet, 'subscribe', { subscriptionId, streamId, audio: true, video: true });
    await ask(quiet, 'playSubscription', { subscriptionId });
    await ask(quiet, 'updateSubscription', { subscriptionId, preferredDimensions: null, maxFrameRate: 15 });
    await ask(quiet, 'updateSubscription', { subscriptionId, video: false });
    await ask(quiet, 'requestKeyFrame', { subscriptionId });
    await viewer.next('countsChanged', ({ streams }) => streams.length > 0);
    await ask(quiet, 'unsubscribe', { subscriptionId });
    await ask(publisher, 'updateStream', { streamId, hasVideo: false, videoDimensions: { width: 480, height: 640 } });
    const [session] = await host.registry.list();
    await ask(quiet, 'subscribe', { subscriptionId, streamId, audio: true, video: true });
    session?.onSupplied(quiet.id as ConnectionId, subscriptionId as SubscriptionId, 'none');
    await quiet.next('videoSupplyChanged');
    await ask(publisher, 'updateStream', { streamId, hasVideo: true, reason: 'quality' });
    await viewer.next('streamUpdated', ({ reason }) => reason === 'quality');
    await ask(publisher, 'reportSending', {
      streamId,
      connectionMaxAllocatedBitrate: 1,
      connectionEstimatedBandwidth: 0,
      networkCondition: 'good',
      networkConditionReason: 'none',
    });
    await quiet.next('sendingReported');
    await ask(guest, 'restartIce', {});
    await ask(guest, 'renewTransports', {});
    await guest.connectTransports();
    await ask(publisher, 'signal', { type: 'chat', data: '1' });
    await quiet.next('signal');
    await ask(publisher, 'unpublish', { streamId });
    await ask(moderator, 'forceMuteAll', { excludedStreamIds: [] });
    await viewer.next('muteForced');
    const forced = await ask(publisher, 'publish', { properties, tracks });
    await ask(moderator, 'forceMuteStream', { streamId: forced.streamId });
    await ask(moderator, 'disableForceMute', {});
    await ask(moderator, 'forceUnpublish', { streamId: forced.streamId });
    await publisher.next('streamDestroyed');
    await ask(moderator, 'forceDisconnect', { connectionId: guest.id });
    await guest.next('expelled');
    viewer.notify('playSubscription', { subscriptionId });
    await viewer.next('requestRefused');
    await endpoint.connect();
    await publisher.next('encryptionRefused');
    await endpoint.close();
    leaver.leave();
    await viewer.next('connectionDestroyed');
    await host.gateway.drain();
    await Promise.all([publisher, viewer, quiet, moderator].map((client) => client.next('expelled')));
    await interrupt();
    assert.deepEqual([...replied].sort(), Object.keys(REQUESTS).sort());
  });

  test('are the notifications of the contract, all of them and no field more', () => {
    const seen = new Set<string>();
    for (const { name, data } of clients.flatMap(({ received }) => received)) {
      const check = notificationChecks[name];
      assert.ok(check?.(data), `${name}: ${ajv.errorsText(check?.errors)} in ${JSON.stringify(data)}`);
      seen.add(name);
    }
    assert.deepEqual([...seen].sort(), Object.keys(NOTIFICATIONS).sort());
  });
});
