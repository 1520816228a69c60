import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createUuid, type SubscriptionId } from '../../src/base/ids.ts';
import { ServiceError } from '../../src/server/errors.ts';
import type { MediaPlane } from '../../src/server/ports.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import {
  isKeyFrame,
  openMember,
  openTestPlane,
  openTestRoom,
  publishVideo,
  type TestRoom,
} from '../support/media-room.ts';
import { createVideoParameters, Refusal } from '../support/raw-client.ts';
import { openWeakEndpoint, WEAK_SUITES } from '../support/weak-endpoint.ts';

// The endpoint is a real DTLS client that offers no suite with 256 bits.

async function isTooWeak(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, (error) => error instanceof ServiceError && error.code === 'encryptionTooWeak');
}

describe('an endpoint that knows only AES-128, in the media plane', () => {
  let plane: MediaPlane;
  before(async () => {
    plane = await openTestPlane();
  });
  after(() => plane.close());

  for (const suite of ['SRTP_AEAD_AES_128_GCM', 'SRTP_AES128_CM_SHA1_80'] as const) {
    test(`falls back to ${suite}: the server knows it, and media flows from one to the other`, async (t) => {
      const room = await openTestRoom(plane);
      t.after(() => room.room.close());
      const publisher = await openMember(room, { direction: 'send', suites: [suite] });
      await publisher.endpoint.connect();
      assert.equal(await room.secured(publisher.id, 'send'), suite);
      const { streamId, source } = await publishVideo(room, publisher);
      await source.open();
      t.after(() => source.close());

      const viewer = await openMember(room, { direction: 'recv', suites: [suite] });
      const firstFrame = new Promise<Buffer>((resolve) => viewer.endpoint.onVideo(resolve));
      const subscriptionId = createUuid() as SubscriptionId;
      await room.room.subscribe(viewer.id, subscriptionId, streamId, { audio: false, video: true, flowing: false });
      await room.room.play(viewer.id, subscriptionId);
      await viewer.endpoint.connect();
      assert.equal(await room.secured(viewer.id, 'recv'), suite);
      assert.ok(isKeyFrame(await firstFrame), 'the first frame can be decoded');
      await Promise.all([publisher.endpoint.close(), viewer.endpoint.close()]);
    });
  }

  test('takes the best of what both know: AES-128-GCM before AES-128 with HMAC-SHA1', async () => {
    const room = await openTestRoom(plane);
    const member = await openMember(room, {
      direction: 'send',
      suites: ['SRTP_AES128_CM_SHA1_80', 'SRTP_AEAD_AES_128_GCM'],
    });
    await member.endpoint.connect();
    assert.equal(await room.secured(member.id, 'send'), 'SRTP_AEAD_AES_128_GCM');
    await member.endpoint.close();
    room.room.close();
  });

  test('is never taken for another that connects at the same moment, even when some are closed in the middle', async () => {
    const room = await openTestRoom(plane);
    const suites = ['SRTP_AEAD_AES_128_GCM', 'SRTP_AES128_CM_SHA1_80'] as const;
    const members = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const suite = suites[index % 2] ?? suites[0];
        return { suite, ...(await openMember(room, { direction: 'send', suites: [suite] })) };
      }),
    );
    const connecting = members.map(async ({ id, endpoint }, index) => {
      await endpoint.connect();
      // Gone before the server's own notification of this handshake may have been read.
      if (index % 3 === 0) room.room.closeMember(id);
    });
    await Promise.all(connecting);
    for (const [index, { id, suite }] of members.entries()) {
      if (index % 3 !== 0) assert.equal(await room.secured(id, 'send'), suite);
    }
    await Promise.all(members.map(({ endpoint }) => endpoint.close()));
    room.room.close();
  });

  test('is taken where AES-128 is enough', async () => {
    const room = await openTestRoom(plane, 'aes-128');
    const member = await openMember(room, { direction: 'send' });
    await member.endpoint.connect();
    await room.secured(member.id, 'send');
    await publishVideo(room, member);
    await member.endpoint.close();
    room.room.close();
  });

  describe('where AES-256 is demanded', () => {
    let room: TestRoom;
    before(async () => {
      room = await openTestRoom(plane, 'aes-256');
    });

    test('is refused as publisher: what it had announced ends, and it can publish nothing more', async () => {
      const publisher = await openMember(room, { direction: 'send' });
      // Announced in advance, as an optimistic client does.
      const { streamId } = await publishVideo(room, publisher);
      await publisher.endpoint.connect();
      await room.until(() => room.facts.some((fact) => fact.fact === 'refused' && fact.connectionId === publisher.id));
      await isTooWeak(publishVideo(room, publisher));
      const viewer = await openMember(room, { direction: 'recv' });
      await assert.rejects(
        room.room.subscribe(viewer.id, createUuid() as SubscriptionId, streamId, {
          audio: true,
          video: true,
          flowing: false,
        }),
        { code: 'notFound' },
      );
      await Promise.all([publisher.endpoint.close(), viewer.endpoint.close()]);
    });

    test('is refused as viewer, and can subscribe to nothing more', async () => {
      const publisher = await openMember(room, { direction: 'send' });
      const { streamId } = await publishVideo(room, publisher);
      const viewer = await openMember(room, { direction: 'recv' });
      const active = { audio: true, video: true, flowing: true };
      await room.room.subscribe(viewer.id, createUuid() as SubscriptionId, streamId, active);
      await viewer.endpoint.connect();
      await room.until(() => room.facts.some((fact) => fact.fact === 'refused' && fact.connectionId === viewer.id));
      await isTooWeak(room.room.subscribe(viewer.id, createUuid() as SubscriptionId, streamId, active));
      await Promise.all([publisher.endpoint.close(), viewer.endpoint.close()]);
    });
  });
});

describe('an endpoint that knows only AES-128, over the wire', () => {
  let host: GatewayHost;
  before(async () => {
    host = await openGatewayHost();
  });
  after(() => host.close());

  test('is told that the session refuses its encryption, others see its stream end, and the connection stays', async () => {
    const sessionId = await host.createSession({ minimumEncryption: 'aes-256' });
    const other = await host.joinReady(sessionId);
    const weak = await host.join(sessionId);
    assert.equal(weak.welcome.minimumEncryption, 'aes-256');
    const { mediaServer, sendTransport, routerRtpCapabilities } = weak.welcome;
    assert.ok(mediaServer && sendTransport);
    const endpoint = await openWeakEndpoint({ ...mediaServer, ...sendTransport }, Object.values(WEAK_SUITES));
    await weak.request('connectTransports', {
      dtlsParameters: endpoint.dtlsParameters,
      rtpCapabilities: routerRtpCapabilities,
    });
    const video = { kind: 'video', rtpParameters: createVideoParameters() } as const;
    const properties = { name: '', hasAudio: false, hasVideo: true };
    const { streamId } = await weak.request('publish', { properties, tracks: [video] });
    await other.next('streamCreated', ({ stream }) => stream.id === streamId);
    await endpoint.connect();
    assert.deepEqual(await weak.next('encryptionRefused'), { required: 'aes-256' });
    assert.partialDeepStrictEqual(await other.next('streamDestroyed'), { streamId, reason: 'mediaStopped' });
    await assert.rejects(weak.publish(), (error) => error instanceof Refusal && error.code === 'encryptionTooWeak');
    await weak.request('signal', { data: '"still here"' });
    await other.next('signal');
    await endpoint.close();
  });
});
