import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { types } from 'mediasoup';
import { createDeferred } from '../../src/base/deferred.ts';
import type { MinimumEncryption } from '../../src/protocol/model.ts';
import { ROUTER_CODECS } from '../../src/server/media/codecs.ts';
import { SubscriptionMedia } from '../../src/server/media/consumers.ts';
import { openStream, type StreamMedia } from '../../src/server/media/producers.ts';
import { createTransport, MemberTransport } from '../../src/server/media/transports.ts';
import { type MediaWorker, startWorker } from '../../src/server/media/workers.ts';
import type { SrtpSuite } from '../../src/server/ports.ts';
import { createAudioParameters, createVideoParameters } from '../support/raw-client.ts';
import { waitFor } from '../support/wait.ts';
import { openWeakEndpoint, WEAK_SUITES } from '../support/weak-endpoint.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const GCM_128 = [WEAK_SUITES.SRTP_AEAD_AES_128_GCM];

// The parts of the media room, put together so that sound is always there to be forwarded: what a viewer gets of it depends on the gate alone.
describe('the gate of a transport whose encryption is too weak', () => {
  let worker: MediaWorker;
  let router: types.Router;
  before(async () => {
    worker = await startWorker({ listenIps: [{ ip: '127.0.0.1' }], ports: undefined }, QUIET);
    router = await worker.createRouter(ROUTER_CODECS);
  });
  after(() => worker.close());

  /** A stream of sound that never stops, from inside the router. */
  async function openSound(t: TestContext): Promise<StreamMedia> {
    const transport = await router.createDirectTransport();
    const rtpParameters = createAudioParameters() as types.RtpParameters;
    const producer = await transport.produce({ kind: 'audio', rtpParameters });
    const packet = Buffer.alloc(40);
    packet.writeUInt16BE(0x806f, 0);
    packet.writeUInt32BE(rtpParameters.encodings?.[0]?.ssrc ?? 0, 8);
    let sequence = 0;
    const timer = setInterval(() => {
      sequence += 1;
      packet.writeUInt16BE(sequence & 0xffff, 2);
      packet.writeUInt32BE(sequence * 960, 4);
      producer.send(packet);
    }, 5);
    t.after(() => {
      clearInterval(timer);
      transport.close();
    });
    return { producers: [producer], keyFrames: undefined } as unknown as StreamMedia;
  }

  async function openLeg(t: TestContext, minimumEncryption: MinimumEncryption | undefined) {
    const ended = createDeferred<SrtpSuite | undefined | 'refused'>();
    const transport = new MemberTransport({
      transport: await createTransport(router, worker.webRtcServer),
      suites: worker.suites,
      minimumEncryption,
      events: {
        connecting: () => undefined,
        connected: (suite) => ended.resolve(suite),
        refused: () => ended.resolve('refused'),
      },
    });
    const endpoint = await openWeakEndpoint({ ...transport.server, ...transport.info }, GCM_128);
    t.after(() => endpoint.close());
    await transport.connect(endpoint.dtlsParameters);
    return { transport, endpoint, ended: ended.promise };
  }

  async function listen(t: TestContext, minimumEncryption: MinimumEncryption | undefined) {
    const stream = await openSound(t);
    const { transport, endpoint, ended } = await openLeg(t, minimumEncryption);
    const [producer] = stream.producers;
    assert.ok(producer);
    const consumer = await transport.consume(producer.id, router.rtpCapabilities);
    assert.ok(consumer);
    const subscription = new SubscriptionMedia({
      stream,
      transport,
      consumers: [consumer],
      active: { audio: true, video: false },
      roundTripMs: () => undefined,
      hasOtherViewers: () => false,
      onSupply: () => undefined,
      onError: () => undefined,
      onClosed: () => undefined,
    });
    let packets = 0;
    endpoint.onRtp(() => {
      packets += 1;
    });
    subscription.play();
    await endpoint.connect();
    const outcome = await ended;
    subscription.update();
    return { outcome, packets: () => packets };
  }

  test('is open where nothing is demanded: sound is forwarded', async (t) => {
    const { outcome, packets } = await listen(t, undefined);
    assert.equal(outcome, 'SRTP_AEAD_AES_128_GCM');
    await waitFor(() => packets() > 10);
  });

  test('is shut where AES-256 is demanded: not one packet is forwarded', async (t) => {
    const witness = await listen(t, 'aes-128');
    const { outcome, packets } = await listen(t, 'aes-256');
    assert.equal(outcome, 'refused');
    // Meanwhile another viewer goes on receiving.
    const heard = witness.packets() + 20;
    await waitFor(() => witness.packets() > heard);
    assert.equal(packets(), 0);
  });

  test('keeps what a publisher sends from everyone until its suite is known, and ends it when it is too weak', async (t) => {
    const { transport, endpoint, ended } = await openLeg(t, 'aes-256');
    const rtpParameters = createVideoParameters();
    const stream = await openStream(transport, [{ kind: 'video', rtpParameters, paused: false }], {
      ask: async () => undefined,
      roundTripMs: () => undefined,
    });
    assert.deepEqual(
      stream.producers.map(({ paused }) => paused),
      [true],
    );
    await endpoint.connect();
    assert.equal(await ended, 'refused');
    assert.deepEqual(
      stream.producers.map(({ paused, closed }) => [paused, closed]),
      [[true, true]],
    );
  });

  test('opens for a publisher when its suite is known to be strong enough', async (t) => {
    const { transport, endpoint, ended } = await openLeg(t, 'aes-128');
    const stream = await openStream(
      transport,
      [{ kind: 'video', rtpParameters: createVideoParameters(), paused: false }],
      { ask: async () => undefined, roundTripMs: () => undefined },
    );
    assert.equal(stream.producers[0]?.paused, true);
    await endpoint.connect();
    await ended;
    await stream.allow();
    assert.equal(stream.producers[0]?.paused, false);
  });
});
