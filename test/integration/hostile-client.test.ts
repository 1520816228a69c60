import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createUuid, type SessionId } from '../../src/base/ids.ts';
import { LIMITS } from '../../src/protocol/limits.ts';
import { SIGNALING_PATH } from '../../src/protocol/version.ts';
import {
  type Attack,
  createMediaAttacks,
  createModerationAttacks,
  createNameAttacks,
  createShapeAttacks,
  createTheftAttacks,
  createValueAttacks,
  type Loot,
} from '../support/attacks.ts';
import { type GatewayHost, openGatewayHost } from '../support/gateway-host.ts';
import { VideoSource } from '../support/media-room.ts';
import {
  createAudioParameters,
  createVideoParameters,
  joinWith,
  type RawClient,
  Refusal,
} from '../support/raw-client.ts';
import { waitFor } from '../support/wait.ts';
import { openWeakEndpoint, WEAK_SUITES, type WeakEndpoint } from '../support/weak-endpoint.ts';

const AT_LEAST = 200;
const GCM = [WEAK_SUITES.SRTP_AEAD_AES_128_GCM];

/** A call between two people who have done nothing: real media flows from one to the other. */
class Innocents {
  readonly publisher: RawClient;
  readonly viewer: RawClient;
  readonly streamId: string;
  readonly subscriptionId: string;
  readonly mediaIds: readonly string[];
  readonly #parts: { source: VideoSource; endpoints: readonly WeakEndpoint[] };
  #frames = 0;

  constructor(options: {
    publisher: RawClient;
    viewer: RawClient;
    streamId: string;
    subscriptionId: string;
    mediaIds: readonly string[];
    source: VideoSource;
    endpoints: readonly [WeakEndpoint, WeakEndpoint];
  }) {
    this.publisher = options.publisher;
    this.viewer = options.viewer;
    this.streamId = options.streamId;
    this.subscriptionId = options.subscriptionId;
    this.mediaIds = options.mediaIds;
    this.#parts = options;
    options.endpoints[1].onVideo(() => {
      this.#frames += 1;
    });
  }

  /** Waits for a few more frames. */
  async watch(): Promise<void> {
    const enough = this.#frames + 5;
    await waitFor(() => this.#frames >= enough);
  }

  async close(): Promise<void> {
    this.#parts.source.close();
    await Promise.all(this.#parts.endpoints.map((endpoint) => endpoint.close()));
  }
}

async function connectMedia(client: RawClient, direction: 'sendTransport' | 'recvTransport'): Promise<WeakEndpoint> {
  const { mediaServer, [direction]: transport } = client.welcome;
  assert.ok(mediaServer && transport);
  const endpoint = await openWeakEndpoint({ ...mediaServer, ...transport }, GCM);
  const { routerRtpCapabilities: rtpCapabilities } = client.welcome;
  await client.request('connectTransports', { dtlsParameters: endpoint.dtlsParameters, rtpCapabilities });
  await endpoint.connect();
  return endpoint;
}

async function openInnocents(host: GatewayHost, sessionId: SessionId): Promise<Innocents> {
  const publisher = await host.join(sessionId);
  const viewer = await host.join(sessionId);
  const sending = await connectMedia(publisher, 'sendTransport');
  const receiving = await connectMedia(viewer, 'recvTransport');
  const rtpParameters = createVideoParameters();
  const { streamId } = await publisher.request('publish', {
    properties: { name: '', hasAudio: false, hasVideo: true },
    tracks: [{ kind: 'video', rtpParameters }],
  });
  const source = new VideoSource(sending, rtpParameters.encodings?.[0]?.ssrc ?? 0);
  await source.open();
  const subscriptionId = createUuid();
  const { consumers } = await viewer.request('subscribe', { subscriptionId, streamId, audio: true, video: true });
  viewer.notify('playSubscription', { subscriptionId });
  const mediaIds = [
    publisher.welcome.sendTransport?.id ?? '',
    viewer.welcome.recvTransport?.id ?? '',
    ...consumers.flatMap(({ id, producerId }) => [id, producerId]),
  ];
  const endpoints = [sending, receiving] as const;
  const innocents = new Innocents({ publisher, viewer, streamId, subscriptionId, mediaIds, source, endpoints });
  await innocents.watch();
  return innocents;
}

describe('a hostile client', () => {
  let host: GatewayHost;
  let sessionId: SessionId;
  let near: Innocents;
  let far: Innocents;
  let workers: number[];
  let attacks = 0;
  // In a server of its own each of these would end the process.
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  before(async () => {
    process.on('unhandledRejection', onUnhandled);
    process.on('uncaughtException', onUnhandled);
    const rates = { requestBurst: 1000, requestsPerSecond: 1000, signalBurst: 1000, signalsPerSecond: 1000 };
    host = await openGatewayHost({ limits: { ...rates, refusalsInARow: 30 } });
    sessionId = await host.createSession();
    near = await openInnocents(host, sessionId);
    far = await openInnocents(host, await host.createSession());
    workers = host.workerPids();
  });
  after(async () => {
    process.off('unhandledRejection', onUnhandled);
    process.off('uncaughtException', onUnhandled);
    await Promise.all([near.close(), far.close()]);
    await host.close();
  });

  async function attack(attacker: RawClient, list: readonly Attack[]): Promise<void> {
    for (const [index, { title, name, args, code }] of list.entries()) {
      await assert.rejects(
        attacker.requestRaw(name, ...args),
        (error) => {
          assert.ok(error instanceof Refusal, `${title}: ${error}`);
          assert.equal(error.code, code, `${title}: ${error.message}`);
          return true;
        },
        title,
      );
      attacks += 1;
      // Otherwise it would be sent away for misbehaving all the time.
      if (index % 10 === 9) await attacker.request('signal', { to: attacker.id });
    }
  }

  async function openAttacker(): Promise<{ attacker: RawClient; loot: Loot }> {
    const attacker = await host.joinReady(sessionId);
    const ownTracks = [
      { kind: 'audio', rtpParameters: createAudioParameters('0') },
      { kind: 'video', rtpParameters: createVideoParameters('1') },
    ] as const;
    const properties = { name: '', hasAudio: true, hasVideo: true };
    await attacker.request('publish', { properties, tracks: [...ownTracks] });
    const { streamId, subscriptionId, mediaIds, publisher } = near;
    const loot = { streamId, subscriptionId, mediaIds, connectionId: publisher.id, ownTracks: [...ownTracks] };
    return { attacker, loot: { ...loot, foreignStreamId: far.streamId, foreignConnectionId: far.viewer.id } };
  }

  test('sends wrong shapes, names and values: each is refused with an error that names the field', async () => {
    const { attacker } = await openAttacker();
    const fresh = await host.join(sessionId);
    await attack(attacker, createShapeAttacks());
    await attack(attacker, createNameAttacks());
    await attack(
      attacker,
      createValueAttacks().filter(({ name }) => name !== 'connectTransports'),
    );
    await attack(
      fresh,
      createValueAttacks().filter(({ name }) => name === 'connectTransports'),
    );
    await fresh.connectTransports();
    await assert.rejects(attacker.requestRaw('unpublish', { streamId: 7 }), /unpublish: streamId must be string/);
    attacker.leave();
    fresh.leave();
  });

  test('touches what is not its own: it looks as if it did not exist', async () => {
    const { attacker, loot } = await openAttacker();
    await attack(attacker, createTheftAttacks(loot));
    await near.watch();
    attacker.leave();
  });

  test('moderates without being a moderator: refused, whatever the ids, and nobody notices', async () => {
    const { attacker, loot } = await openAttacker();
    await attack(attacker, createModerationAttacks(loot));
    await near.watch();
    attacker.leave();
  });

  test('publishes what the media server refuses', async () => {
    const { attacker, loot } = await openAttacker();
    await attack(attacker, createMediaAttacks(loot));
    await attacker.publish();
    attacker.leave();
  });

  test('does what its role or its state does not allow', async () => {
    const { loot, attacker } = await openAttacker();
    const watch = { subscriptionId: createUuid(), streamId: loot.streamId, audio: true, video: true };
    const properties = { name: '', hasAudio: false, hasVideo: true };
    const publish = { properties, tracks: [{ kind: 'video', rtpParameters: createVideoParameters() }] };
    const subscriber = await host.joinReady(sessionId, { role: 'subscriber' });
    await attack(subscriber, [
      { title: 'a subscriber publishes', name: 'publish', args: [publish], code: 'notPermitted' },
    ]);
    const publisheronly = await host.joinReady(sessionId, { role: 'publisheronly' });
    await attack(publisheronly, [
      { title: 'a publisheronly watches', name: 'subscribe', args: [watch], code: 'notPermitted' },
      { title: 'a publisheronly signals', name: 'signal', args: [{}], code: 'notPermitted' },
    ]);
    const early = await host.join(sessionId);
    await attack(early, [
      { title: 'watches before it can receive', name: 'subscribe', args: [watch], code: 'notReady' },
    ]);
    await attacker.request('subscribe', watch);
    const { routerRtpCapabilities: rtpCapabilities } = attacker.welcome;
    const fingerprints = [{ algorithm: 'sha-256', value: 'AA:BB' }];
    await attack(attacker, [
      { title: 'subscribes twice with one id', name: 'subscribe', args: [watch], code: 'conflict' },
      {
        title: 'completes its transports again',
        name: 'connectTransports',
        args: [{ dtlsParameters: { fingerprints }, rtpCapabilities }],
        code: 'conflict',
      },
    ]);
    for (let index = 1; index < 8; index += 1) await attacker.publish();
    await attack(attacker, [
      {
        title: 'publishes a ninth stream',
        name: 'publish',
        args: [{ properties, tracks: [{ kind: 'video', rtpParameters: createVideoParameters() }] }],
        code: 'streamLimit',
      },
    ]);
    for (const client of [attacker, subscriber, publisheronly, early]) client.leave();
  });

  test('sends faster than allowed: it is told so, and sent away when it goes on', async (t) => {
    const strict = await openGatewayHost({
      limits: { requestBurst: 40, requestsPerSecond: 1, signalBurst: 5, signalsPerSecond: 0.001 },
    });
    t.after(() => strict.close());
    const strictSession = await strict.createSession();
    const [flooder, bystander] = [await strict.join(strictSession), await strict.join(strictSession)];
    const send = (times: number) =>
      Promise.all(
        Array.from({ length: times }, () =>
          flooder.request('signal', { to: flooder.id }).then(
            () => 'ok',
            (error: unknown) => (error as { code?: string }).code ?? 'cut',
          ),
        ),
      );
    assert.deepEqual(await send(5), ['ok', 'ok', 'ok', 'ok', 'ok']);
    // All at once they may be refused, and the connection be cut, before an answer is out: so not together with the first.
    const codes = await send(134);
    assert.ok(!codes.includes('ok'));
    assert.ok(codes.filter((code) => code === 'rateLimited').length >= 100);
    assert.equal(await flooder.ended(), 'io server disconnect');
    await bystander.next('connectionDestroyed', ({ connectionId }) => connectionId === flooder.id);
    await bystander.request('signal', {});
    attacks += codes.length;
  });

  test('breaks the framing below the messages: only its own connection ends', async () => {
    const frames = [
      'x',
      '4',
      '49',
      '42',
      '42[',
      '42["publish"',
      '42{}',
      '42[]',
      '42[7,{}]',
      '42[null]',
      '42[{}]',
      '42[["publish"],{}]',
      '421[7,{}]',
      '421[]',
      '42["disconnect"]',
      '42["connect",{}]',
      '42["newListener",{}]',
      '451-["publish",{"_placeholder":true,"num":99}]',
      '459999999999-["publish",{"_placeholder":true,"num":0}]',
      '43999999999999999999[{"ok":true}]',
      '4099["twice"]',
      '40/admin,{"token":"x"}',
      '44{"message":"error"}',
      '5upgrade',
      '2probe',
      `42["signal",{"data":"${'x'.repeat(70_000)}"}]`,
    ];
    for (const frame of frames) {
      const attacker = await host.join(sessionId);
      attacker.sendFrame(frame);
      // A frame the server can ignore leaves the connection as it was; anything else ends it, and nothing but it.
      await Promise.race([attacker.ended(), attacker.request('signal', { to: attacker.id })]).catch(() => undefined);
      attacker.leave();
      attacks += 1;
    }
  });

  test('knocks with garbage instead of a token', async () => {
    for (const auth of [
      {},
      { protocol: {} },
      { token: ['a'] },
      deepAuth(),
      { protocol: 1, apiKey: 'x', __proto__: 1 },
    ]) {
      await assert.rejects(
        joinWith(host.url, auth),
        (error) => error instanceof Refusal && error.code === 'invalidMessage',
      );
      attacks += 1;
    }
    // No object: socket.io itself closes the connection.
    for (const auth of [7, 'text', true, []]) {
      await assert.rejects(joinWith(host.url, auth));
      attacks += 1;
    }
  });

  test('knocks without end and reads no answer: the server hangs up', { timeout: 20_000 }, async (t) => {
    // Nothing else shall end the connection.
    const patient = await openGatewayHost({ limits: { pingIntervalMs: 600_000, handshakeTimeoutMs: 600_000 } });
    t.after(() => patient.close());
    for (const frame of ['40', '40/nowhere,']) {
      const socket = new WebSocket(`${patient.url.replace('http', 'ws')}${SIGNALING_PATH}/?EIO=4&transport=websocket`);
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      for (let time = 0; time < 100; time += 1) socket.send(frame);
      await closed;
      attacks += 1;
    }
  });

  test('stops reading: it is sent away before much waits for it', async (t) => {
    const small = await openGatewayHost({
      limits: { unsentCharacters: 100_000, requestBurst: 100_000, signalBurst: 100_000, pingIntervalMs: 60_000 },
    });
    t.after(() => small.close());
    const session = await small.createSession();
    const [deaf, sender] = [await small.join(session), await small.join(session)];
    const readOn = deaf.stopReading();
    const data = 'x'.repeat(LIMITS.signalData);
    let sent = 0;
    // The line itself takes some megabytes.
    for (
      ;
      sent < 3000 && !sender.all('connectionDestroyed').some(({ connectionId }) => connectionId === deaf.id);
      sent += 1
    ) {
      await sender.request('signal', { to: deaf.id, data }).catch(() => undefined);
    }
    await sender.next('connectionDestroyed', ({ connectionId }) => connectionId === deaf.id);
    readOn();
    attacks += 1;
  });

  test('was noticed by nobody, and no worker died', async () => {
    assert.ok(attacks >= AT_LEAST, `${attacks} attacks`);
    await Promise.all([near.watch(), far.watch()]);
    assert.deepEqual(host.workerPids(), workers);
    assert.deepEqual(unhandled, []);
    assert.deepEqual(
      host.log.filter(({ level }) => level === 'error' || level === 'warn'),
      [],
    );
    // In the attacker's session others see a participant come and go; in another session they see nothing at all.
    const ordinary = new Set([
      'welcome',
      'connectionCreated',
      'connectionDestroyed',
      'streamCreated',
      'streamDestroyed',
      'countsChanged',
    ]);
    for (const client of [near.publisher, near.viewer]) {
      const strange = client.received.filter(({ name }) => !ordinary.has(name));
      assert.deepEqual(strange, []);
    }
    for (const client of [far.publisher, far.viewer]) {
      await client.until(() => client.counts.subscribers === 1);
      const strange = client.received.filter(
        ({ name }) => !['welcome', 'connectionCreated', 'streamCreated', 'countsChanged'].includes(name),
      );
      assert.deepEqual(strange, []);
    }
    await near.publisher.until(() => near.publisher.counts.connections === 2);
    const newcomer = await host.joinReady(sessionId);
    await newcomer.subscribe(near.streamId);
    assert.deepEqual(
      newcomer.welcome.streams.map(({ id }) => id),
      [near.streamId],
    );
  });
});

function deepAuth(): unknown {
  let value: unknown = 1;
  for (let level = 0; level < 300; level += 1) value = { value };
  return value;
}
