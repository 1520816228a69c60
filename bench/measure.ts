import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type DelayProxy, UDP_PORT_OFFSET } from './delay/proxy.ts';
import type { TcpTraffic } from './delay/tcp.ts';
import type { Flow } from './flow.ts';
import { installInstruments } from './instruments.ts';
import { type Message, TrafficRecorder } from './join-traffic.ts';

/** One run of a flow at one round-trip time. */
export interface Run {
  readonly flow: string;
  readonly rttMs: number;
  /** From the newcomer's call to its first frame. */
  readonly subscribeMs: number;
  /** From the newcomer's publish to the first frame at the other side. */
  readonly publishMs: number;
  /** Signaling from the newcomer's call to its first frame. */
  readonly joinMessages: readonly Message[];
  readonly joinTcp: TcpTraffic;
  /** What happened in both pages in order: milliseconds since the newcomer's call, who, what. */
  readonly timeline: readonly (readonly [atMs: number, who: string, what: string])[];
}

/** What a run needs. */
export interface Stage {
  readonly proxy: DelayProxy;
  /** A browser process each, as between two people. */
  readonly firstBrowser: Browser;
  readonly newcomerBrowser: Browser;
}

/** Pictures the first participant has to have sent once connected: bandwidth estimation and key frames of its start are over by then. */
const SETTLED_FRAMES = 60;

async function openPage(browser: Browser, url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
  await page.addInitScript(installInstruments, UDP_PORT_OFFSET);
  await page.goto(url);
  return { context, page };
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => window.bench.connected());
  const sent = await page.evaluate(() => window.bench.sentFrames());
  await page.waitForFunction(async (frames) => (await window.bench.sentFrames()) >= frames, sent + SETTLED_FRAMES);
}

async function waitForFirstFrame(page: Page, what: string): Promise<number> {
  const frame = page.evaluate(() => window.bench.firstFrameAt);
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`No frame came within 15 s: ${what}`)), 15_000).unref();
  });
  return Promise.race([frame, timeout]);
}

/** Makes one call of `flow` at `rttMs`, in fresh pages. */
export async function measureRun(stage: Stage, flow: Flow, ports: TcpPorts, rttMs: number): Promise<Run> {
  await stage.proxy.setRtt(rttMs);
  const room = await flow.openRoom();
  const first = await openPage(stage.firstBrowser, flow.pageUrl(ports.first));
  const newcomer = await openPage(stage.newcomerBrowser, flow.pageUrl(ports.newcomer));
  try {
    await room.publishFirst(first.page);
    await settle(first.page);
    const recorder = await TrafficRecorder.attach(newcomer.page);
    await room.prepareNewcomer(newcomer.page);
    recorder.take();
    await stage.proxy.takeTraffic(ports.newcomer);

    const subscribed = await room.subscribe(newcomer.page);
    const seenAt = await waitForFirstFrame(newcomer.page, `${flow.name}, subscribe at ${rttMs} ms`);
    const joinMessages = recorder.take();
    const joinTcp = await stage.proxy.takeTraffic(ports.newcomer);
    await recorder.close();

    await newcomer.page.waitForFunction(() => window.bench.connected());
    await first.page.evaluate(() => window.bench.arm());
    const published = await room.publish(newcomer.page);
    const shownAt = await waitForFirstFrame(first.page, `${flow.name}, publish at ${rttMs} ms`);
    return {
      flow: flow.name,
      rttMs,
      subscribeMs: seenAt - subscribed.startedAt,
      publishMs: shownAt - published.startedAt,
      joinMessages,
      joinTcp,
      timeline: await readTimeline(first.page, newcomer.page, subscribed.startedAt, published.startedAt),
    };
  } finally {
    await Promise.all([first.context.close(), newcomer.context.close()]);
  }
}

/** The delayed ports of one server: one per participant, so that their traffic is counted apart. */
export interface TcpPorts {
  readonly first: number;
  readonly newcomer: number;
}

async function readTimeline(
  first: Page,
  newcomer: Page,
  subscribedAt: number,
  publishedAt: number,
): Promise<Run['timeline']> {
  const read = (page: Page) => page.evaluate(() => window.bench.events);
  const events = [
    ...(await read(first)).map(([at, what]) => [at, 'first', what] as const),
    ...(await read(newcomer)).map(([at, what]) => [at, 'newcomer', what] as const),
    [subscribedAt, 'newcomer', '=== subscribes'] as const,
    [publishedAt, 'newcomer', '=== publishes'] as const,
  ];
  return events
    .filter(([at]) => at >= subscribedAt)
    .toSorted(([a], [b]) => a - b)
    .map(([at, who, what]) => [at - subscribedAt, who, what] as const);
}
