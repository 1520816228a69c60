import type { Browser } from '@playwright/test';
import { createBackEnd } from '../../test/support/back-end.ts';
import { type Forwarder, openForwarder } from '../../test/support/forwarder.ts';
import { type MediaPath, openMediaPath } from '../../test/support/media-path.ts';
import type {} from '../../test/support/page-kit.ts';
import { Participant } from '../../test/support/participant.ts';
import { startServer, type TestServer } from '../../test/support/server.ts';

/** A publisher and a viewer, with ways to the server that can be cut. Times are milliseconds since the epoch. */
export interface RecoveryCall {
  readonly server: TestServer;
  /** The viewer's and the publisher's signaling. */
  readonly signaling: Forwarder;
  readonly media: MediaPath;
  /** Starts the server again, after it was killed. */
  restart(): Promise<void>;
  /** Waits until the viewer has shown pictures for a while since `from`; returns when the first one came, and the longest gap. */
  awaitPictures(from: number): Promise<{ firstAt: number; longestGapMs: number }>;
  /** When the viewer was told `sessionReconnected` after `from`; undefined when it was not. */
  reconnectedAt(from: number): Promise<number | undefined>;
  close(): Promise<void>;
}

/** How long pictures have to come before they are called back. */
const STEADY_MS = 1_000;

/** Starts a server behind cuttable ways, and a call on it. */
export async function openRecoveryCall(browser: Browser): Promise<RecoveryCall> {
  const media = await openMediaPath();
  let server = await startServer({ env: media.env });
  const first = server;
  const signaling = await openForwarder('127.0.0.1', Number(new URL(server.httpUrl).port));
  const backEnd = createBackEnd(server);
  const sessionId = await backEnd.createSession();
  const join = async () => {
    const context = await browser.newContext();
    const participant = await Participant.open(context, `http://${signaling.host}`);
    await participant.join({ apiKey: server.apiKey, sessionId, token: backEnd.createToken(sessionId) });
    return participant;
  };
  const publisher = await join();
  await publisher.publish({ resolution: '640x480', frameRate: 30 });
  const viewer = await join();
  await viewer.watch();
  await viewer.page.evaluate(() => {
    const pictures: number[] = [];
    const reconnected: number[] = [];
    Object.assign(window.kit.kept, { pictures, reconnected });
    window.kit.session?.on('sessionReconnected', () => reconnected.push(Date.now()));
    const seen = new WeakSet<HTMLVideoElement>();
    // The video of a stream that is another one after joining anew is another element.
    setInterval(() => {
      for (const video of document.querySelectorAll<HTMLVideoElement>('.OT_subscriber video')) {
        if (seen.has(video)) continue;
        seen.add(video);
        const note = () => {
          pictures.push(Date.now());
          video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
      }
    }, 20);
  });
  await viewer.watch();
  return {
    get server() {
      return server;
    },
    signaling,
    media,
    async restart() {
      server = await startServer({
        env: {
          ...media.env,
          CONCLAVE_API_KEY: first.apiKey,
          CONCLAVE_API_SECRET: first.apiSecret,
          CONCLAVE_HTTP_PORT: new URL(first.httpUrl).port,
        },
        dataDir: first.dataDir,
      });
    },
    async awaitPictures(from) {
      const found = await viewer.page.waitForFunction(
        ({ from, steadyMs }) => {
          const all = window.kit.kept.pictures as number[];
          const gaps = all.map((at, index) => ({ at, ms: at - (all[index - 1] ?? at) }));
          const longest = gaps
            .filter(({ at }) => at >= from)
            .reduce((one, other) => (other.ms > one.ms ? other : one), { at: 0, ms: 0 });
          // Steady since the longest gap: what comes now are the pictures that go on.
          const steady = (all.at(-1) ?? 0) - Math.max(from, longest.at) >= steadyMs;
          return steady && Date.now() - (all.at(-1) ?? 0) < 500
            ? { firstAt: longest.at, longestGapMs: longest.ms }
            : undefined;
        },
        { from, steadyMs: STEADY_MS },
        { timeout: 60_000, polling: 100 },
      );
      return (await found.jsonValue()) as { firstAt: number; longestGapMs: number };
    },
    reconnectedAt: (from) =>
      viewer.page.evaluate((from) => (window.kit.kept.reconnected as number[]).find((at) => at >= from), from),
    async close() {
      await Promise.all([publisher, viewer].map(({ page }) => page.context().close()));
      signaling.close();
      await server.close();
      if (server !== first) await first.close();
      media.close();
    },
  };
}
