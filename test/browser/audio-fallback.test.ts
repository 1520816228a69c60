import { createBackEnd } from '../support/back-end.ts';
import { type Call, expect, test } from '../support/call.ts';
import { openMediaPath } from '../support/media-path.ts';
import { startServer } from '../support/server.ts';

/** Two pages whose media takes a way that can be made thin: one publishes, the other watches. */
async function openLine(call: Call, properties: object = {}) {
  const path = await openMediaPath();
  const server = await startServer({ env: path.env });
  const backEnd = createBackEnd(server);
  const sessionId = await backEnd.createSession();
  const invite = () => ({ apiKey: server.apiKey, sessionId, token: backEnd.createToken(sessionId) });
  const [publisher, viewer] = [
    await call.openPage({ origin: server.httpUrl }),
    await call.openPage({ origin: server.httpUrl }),
  ];
  // At the end the server goes first.
  for (const page of [publisher, viewer])
    page.expectComplaint(/WebSocket|ERR_|NS_ERROR|establish a connection|ICE failed|Failed to load resource/);
  await publisher.join(invite(), { subscribe: false });
  await publisher.publish(properties);
  await viewer.join(invite());
  await viewer.watch();
  const close = async () => {
    await server.close();
    path.close();
  };
  return { path, publisher, viewer, close };
}

type Line = Awaited<ReturnType<typeof openLine>>;

/** Collects what the subscriber, or the publisher, says of its picture from now on. */
function listen(participant: Line['viewer'], from: 'subscriber' | 'publisher'): Promise<void> {
  return participant.page.evaluate((from) => {
    const { subscribers, publisher, events } = window.kit;
    const source = from === 'subscriber' ? subscribers[0] : publisher;
    const picture = ['videoDisableWarning', 'videoDisableWarningLifted', 'videoDisabled', 'videoEnabled'];
    const names = [...picture, 'networkConditionChanged', 'qualityScoreChanged'];
    for (const type of names) {
      source?.on(type, (event: object) => {
        const { reason, stats, statsContainer, qualityScore } = event as {
          reason?: string;
          stats?: { mediaLink: { transport: { networkCondition: string } } };
          statsContainer?: { stats: { mediaLink: { transport: { networkCondition: string } } } };
          qualityScore?: { videoQuality: string; videoQualityScore: number };
        };
        const condition = (stats ?? statsContainer?.stats)?.mediaLink.transport.networkCondition;
        const detail = condition ?? qualityScore?.videoQuality;
        events.push({ from, type, ...(reason !== undefined && { reason }), ...(detail !== undefined && { detail }) });
      });
    }
  }, from);
}

const hear = ({ page }: Line['viewer'], type: string, detail: RegExp | undefined, timeout: number) =>
  page.waitForFunction(
    ([type, detail]) => {
      const pattern = new RegExp(detail ?? '');
      return window.kit.events.some((event) => event.type === type && pattern.test(event.detail ?? ''));
    },
    [type, detail?.source] as const,
    { timeout },
  );

/** What the publisher says of its own line. */
const readOwnCondition = ({ page }: Line['publisher']) =>
  page.evaluate(async () => (await window.kit.publisher?.getStats())?.[0]?.stats.mediaLink.transport.networkCondition);

/** What was said of the picture as such, in order. */
async function readSwitches({ page }: Line['viewer']) {
  const events = await page.evaluate(() => window.kit.events);
  return events.filter(({ type }) => /abled$/.test(type)).map(({ type, reason }) => `${type} ${reason}`);
}

test('a line too thin for the picture keeps the sound, says so, and gets the picture back with more room', async ({
  call,
}) => {
  test.setTimeout(120_000);
  const { path, publisher, viewer, close } = await openLine(call, { publishSenderStats: true });
  try {
    await listen(viewer, 'subscriber');
    // Which of them depends on what else the machine does.
    await hear(viewer, 'qualityScoreChanged', /poor|fair|good|excellent/, 15_000);
    const readLink = () => viewer.page.evaluate(async () => (await window.kit.subscribers[0]?.getStats())?.mediaLink);
    const isTold = async () => {
      const [own, told] = [await readOwnCondition(publisher), (await readLink())?.remotePublisherTransport];
      return own !== 'unknown' && own === told?.networkCondition;
    };
    await expect.poll(isTold, { timeout: 20_000 }).toBe(true);
    path.throttle(70_000);
    await hear(viewer, 'videoDisabled', undefined, 40_000);
    await expect(viewer.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
    await hear(viewer, 'networkConditionChanged', /critical/, 10_000);
    await hear(viewer, 'qualityScoreChanged', /bad/, 10_000);
    expect(await readLink()).toMatchObject({
      transport: { networkCondition: 'critical', networkConditionReason: 'bandwidth' },
      networkDegradationSource: 'local',
    });
    await viewer.listen();
    path.throttle(undefined);
    await hear(viewer, 'videoEnabled', undefined, 40_000);
    await viewer.watch();
    expect(await readSwitches(viewer)).toEqual(['videoDisabled quality', 'videoEnabled quality']);
  } finally {
    await close();
  }
});

test('a publisher whose own line is too thin goes on with its sound alone, and comes back by itself', async ({
  call,
}) => {
  test.setTimeout(180_000);
  const { path, publisher, viewer, close } = await openLine(call, { audioFallback: { publisher: true } });
  try {
    await listen(publisher, 'publisher');
    await listen(viewer, 'subscriber');
    path.throttleUp(60_000);
    await hear(publisher, 'videoDisabled', undefined, 60_000);
    await hear(viewer, 'videoDisabled', undefined, 10_000);
    await expect(viewer.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
    const held = await publisher.page.evaluate(() => ({
      stream: window.kit.publisher?.stream?.hasVideo,
      camera: window.kit.publisher?.getVideoSource().track?.readyState,
    }));
    expect(held).toEqual({ stream: false, camera: 'live' });
    await viewer.listen();
    path.throttleUp(undefined);
    // The first probe comes after 30 s.
    await hear(publisher, 'videoEnabled', undefined, 60_000);
    await hear(viewer, 'videoEnabled', undefined, 10_000);
    await viewer.watch();
    for (const participant of [publisher, viewer]) {
      expect(await readSwitches(participant)).toEqual(['videoDisabled quality', 'videoEnabled quality']);
    }
    const names = await publisher.page.evaluate(() => window.kit.events.map(({ type }) => type));
    expect(names.filter((name) => /Warning/.test(name))).toEqual(['videoDisableWarning', 'videoDisableWarningLifted']);
  } finally {
    await close();
  }
});
