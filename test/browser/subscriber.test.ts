import type { Subscriber } from '../../src/client/subscriber/subscriber.ts';
import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// What an app asks of a subscriber, in real browsers with real media.

/** Someone who publishes and someone who watches. */
async function startCall(call: Call, properties: object = {}): Promise<[Participant, Participant]> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish(properties);
  await receiver.watch();
  return [sender, receiver];
}

test('the promise twins settle when the server has done it; a later call takes the place of one that waits', async ({
  call,
}) => {
  const [, { page }] = await startCall(call);
  const settled = await page.evaluate(async () => {
    const subscriber = window.kit.subscribers[0] as Subscriber;
    const results = await Promise.allSettled([
      subscriber.subscribeToVideo.promise(false),
      subscriber.subscribeToVideo.promise(true),
      subscriber.subscribeToAudio.promise(false),
      subscriber.setAudioVolume.promise(Number.NaN),
    ]);
    const silent = subscriber.getAudioVolume();
    const chained = subscriber.setAudioVolume(250).subscribeToAudio(true) === subscriber;
    return {
      results: results.map((result) => (result.status === 'rejected' ? result.reason.name : 'done')),
      volumes: [silent, subscriber.getAudioVolume(), subscriber.setAudioVolume(33.7).getAudioVolume()],
      chained,
    };
  });
  expect(settled).toEqual({
    results: ['OT_CANCEL', 'done', 'done', 'OT_INVALID_PARAMETER'],
    volumes: [0, 100, 33],
    chained: true,
  });
});

test('the statistics say what is received, in numbers and in the words of the browser', async ({ call }) => {
  const [, { page }] = await startCall(call);
  await expect
    .poll(() => page.evaluate(async () => (await window.kit.subscribers[0]?.getStats())?.video?.decodedFrameRate ?? 0))
    .toBeGreaterThan(5);
  const { stats, types, told } = await page.evaluate(async () => {
    const subscriber = window.kit.subscribers[0] as Subscriber;
    const stats = await subscriber.getStats();
    const told = await new Promise((resolve) => {
      subscriber.getStats((error, given) => resolve([error, given?.video?.codec])).catch(() => undefined);
    });
    return { stats, told, types: [...(await subscriber.getRtcStatsReport()).values()].map(({ type }) => type) };
  });
  expect(stats.video?.codec).toMatch(/^(VP8|VP9|H264|AV1)$/);
  expect(told).toEqual([undefined, stats.video?.codec]);
  expect(stats.video?.width).toBeGreaterThan(0);
  expect(stats.video?.bitrate).toBeGreaterThan(1000);
  expect(stats.video?.totalBitrate).toBeGreaterThan(stats.video?.bitrate ?? 0);
  expect(stats.audio?.bytesReceived).toBeGreaterThan(0);
  expect(types).toContain('inbound-rtp');
});

test('how loud the sound is, is told while somebody listens', async ({ call }) => {
  const [sender, { page }] = await startCall(call);
  await page.evaluate(() => {
    const { kept, subscribers } = window.kit;
    kept.loudest = 0;
    kept.note = ({ audioLevel }: { audioLevel: number }) => {
      kept.loudest = Math.max(Number(kept.loudest), audioLevel);
      kept.last = audioLevel;
    };
    subscribers[0]?.on('audioLevelUpdated', kept.note as () => void);
  });
  await expect.poll(() => page.evaluate(() => window.kit.kept.loudest)).toBeGreaterThan(0.01);
  expect(await page.evaluate(() => window.kit.kept.loudest)).toBeLessThanOrEqual(1);
  await sender.page.evaluate(() => void window.kit.publisher?.publishAudio(false));
  const count = await page.evaluate(async () => {
    const { kept, subscribers } = window.kit;
    let told = 0;
    subscribers[0]?.off('audioLevelUpdated', kept.note as () => void);
    const count = () => {
      told += 1;
    };
    subscribers[0]?.on('audioLevelUpdated', count);
    subscribers[0]?.off('audioLevelUpdated', count);
    const video = document.querySelector('.OT_subscriber video') as HTMLVideoElement;
    await window.kit.watch(video, 10);
    return told;
  });
  expect(count).toBe(0);
});

test('with testNetwork the own stream comes back through the server', async ({ call }) => {
  const participant = await call.openPage();
  await participant.join(await call.invite(), { subscribe: false });
  await participant.publish();
  await participant.page.evaluate(async () => {
    const { session, publisher } = window.kit;
    if (session === undefined || publisher?.stream === undefined) throw new Error('not published');
    const options = { insertMode: 'append', testNetwork: true, audioVolume: 0 } as const;
    await session.subscribe.promise(publisher.stream, undefined, options);
  });
  await participant.watch();
  const frames = () =>
    participant.page.evaluate(
      async () =>
        (await window.kit.session?.getSubscribersForStream(window.kit.publisher?.stream as never)[0]?.getStats())?.video
          ?.framesDecoded ?? 0,
    );
  await expect.poll(frames).toBeGreaterThan(0);
});

test('statistics without a connection are refused with the names and codes of OpenTok', async ({ call }) => {
  const participant = await call.openPage();
  await participant.join(await call.invite(), { subscribe: false });
  await participant.publish();
  const errors = await participant.page.evaluate(async () => {
    const { session, publisher } = window.kit;
    if (session === undefined || publisher?.stream === undefined) return [];
    const own = session.subscribe(publisher.stream, undefined, { insertMode: 'append' });
    const early = await own.getRtcStatsReport().catch(({ name, code }) => [name, code]);
    const done = await session.subscribe.promise(publisher.stream, undefined, { insertMode: 'append' });
    const asked = [done.getStats(), done.getRtcStatsReport()];
    const results = await Promise.allSettled(asked);
    return [
      early,
      ...results.map((result) => result.status === 'rejected' && [result.reason.name, result.reason.code]),
    ];
  });
  expect(errors).toEqual([
    ['OT_PEER_CONNECTION_NOT_CONNECTED', 1015],
    ['OT_PEER_CONNECTION_NOT_CONNECTED', 1015],
    ['OT_GET_RTC_STATS_REPORT_NOT_SUPPORTED', 2031],
  ]);
});

test('a subscription whose media never begins is asked for anew', async ({ call }) => {
  const [publisher, viewer] = await call.openPair();
  const invitation = await call.invite();
  await publisher.join(invitation, { subscribe: false });
  await publisher.publish();
  await viewer.page.evaluate(() => {
    const { send } = WebSocket.prototype;
    let lost = 0;
    // The message that lets media flow is lost on its way.
    WebSocket.prototype.send = function (data) {
      if (String(data).includes('playSubscription') && lost === 0) lost += 1;
      else send.call(this, data);
    };
  });
  await viewer.join(await call.invite({ sessionId: invitation.sessionId }));
  await viewer.watch();
});
