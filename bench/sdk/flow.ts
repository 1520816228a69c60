import type { Page } from '@playwright/test';
import { type BackEnd, createBackEnd } from '../../test/support/back-end.ts';
import type {} from '../../test/support/ot-global.ts';
import type { TestServer } from '../../test/support/server.ts';
import type { Flow, Room } from '../flow.ts';
import type { AppPage } from './app-page.ts';

type Participant = ReturnType<typeof OT.initPublisher>;

declare global {
  interface Window {
    /** What a participant has ready before it connects. */
    app: { session: ReturnType<typeof OT.initSession>; publisher: Participant; token: string };
  }
}

/** The SDK as an app uses it; `preconnected`: the app has called `OT.preconnect` some time before. */
export function createSdkFlow(server: TestServer, app: AppPage, preconnected: boolean): Flow {
  const backEnd = createBackEnd(server);
  return {
    name: preconnected ? 'conclave, preconnected' : 'conclave',
    serverPort: Number(new URL(server.httpUrl).port),
    pageUrl: app.url,
    openRoom: async () => createRoom(server.apiKey, await backEnd.createSession(), backEnd, preconnected),
  };
}

function createRoom(apiKey: string, sessionId: string, backEnd: BackEnd, preconnected: boolean): Room {
  /** Camera and session are ready, and every stream will be subscribed to; nothing has gone to the server yet. */
  const prepare = (page: Page): Promise<void> =>
    page.evaluate(
      async ({ apiKey, sessionId, token }) => {
        const publisher = await OT.initPublisher.promise(undefined, {
          insertMode: 'append',
          resolution: '640x480',
          frameRate: 30,
        });
        const session = OT.initSession(apiKey, sessionId);
        session.on('streamCreated', ({ stream }) => {
          session.subscribe(stream, undefined, { insertMode: 'append' });
        });
        window.app = { session, publisher, token };
      },
      { apiKey, sessionId, token: backEnd.createToken(sessionId) },
    );
  return {
    async publishFirst(page) {
      await prepare(page);
      await page.evaluate(async () => {
        const { session, publisher, token } = window.app;
        await session.connect.promise(token);
        await session.publish.promise(publisher);
      });
    },
    async prepareNewcomer(page) {
      await prepare(page);
      if (!preconnected) return;
      await page.evaluate(() => OT.preconnect());
      await page.waitForFunction(() => window.bench.events.some(([, what]) => what === 'socket open'));
    },
    subscribe: (page) =>
      page.evaluate(() => {
        const { session, token } = window.app;
        window.bench.arm();
        const startedAt = window.bench.now();
        session.connect(token, (error) => error && window.bench.events.push([startedAt, String(error)]));
        return { startedAt };
      }),
    publish: (page) =>
      page.evaluate(() => {
        const { session, publisher } = window.app;
        const startedAt = window.bench.now();
        session.publish(publisher, (error) => error && window.bench.events.push([startedAt, String(error)]));
        return { startedAt };
      }),
  };
}
