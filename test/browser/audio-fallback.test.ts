import { createBackEnd } from '../support/back-end.ts';
import { expect, test } from '../support/call.ts';
import { openMediaPath } from '../support/media-path.ts';
import { startServer } from '../support/server.ts';

test('a line too thin for the picture keeps the sound, says so, and gets the picture back with more room', async ({
  call,
}) => {
  test.setTimeout(120_000);
  const path = await openMediaPath();
  const server = await startServer({ env: path.env });
  try {
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
    await publisher.publish();
    await viewer.join(invite());
    await viewer.watch();
    await viewer.page.evaluate(() => {
      const { subscribers, events } = window.kit;
      for (const name of [
        'videoDisableWarning',
        'videoDisableWarningLifted',
        'videoDisabled',
        'videoEnabled',
      ] as const) {
        subscribers[0]?.on(name, (event: object) => {
          const { reason } = event as { reason?: string };
          events.push({ from: 'subscriber', type: name, ...(reason !== undefined && { reason }) });
        });
      }
    });
    const hear = (type: string, timeout: number) =>
      viewer.page.waitForFunction((type) => window.kit.events.some((event) => event.type === type), type, { timeout });
    path.throttle(70_000);
    await hear('videoDisabled', 40_000);
    await expect(viewer.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
    await viewer.listen();
    path.throttle(undefined);
    await hear('videoEnabled', 40_000);
    await viewer.watch();
    const events = await viewer.page.evaluate(() => window.kit.events);
    const picture = events.filter(({ type }) => /abled$/.test(type));
    expect(picture).toEqual([
      { from: 'subscriber', type: 'videoDisabled', reason: 'quality' },
      { from: 'subscriber', type: 'videoEnabled', reason: 'quality' },
    ]);
  } finally {
    await server.close();
    path.close();
  }
});
