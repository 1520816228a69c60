import { rateSound, toMos } from '../../src/client/quality/score.ts';
import { createBackEnd } from '../support/back-end.ts';
import { expect, test } from '../support/call.ts';
import { openMediaPath } from '../support/media-path.ts';
import { startServer } from '../support/server.ts';

// OT.testNetwork: what a page finds out before a call.

test('before a call a page learns which ways work, and how good a call will be, without asking for a camera', async ({
  call,
}) => {
  test.setTimeout(60_000);
  const { page } = await call.openPage();
  const { report, steps, captures, publishers, left } = await page.evaluate(
    async (invitation) => {
      const steps: string[] = [];
      const report = await OT.testNetwork({
        ...invitation,
        durationMs: 4_000,
        onStep: (step) => void steps.push(step),
      });
      const left = document.querySelectorAll('video, canvas, .OT_root').length;
      return { report, steps, captures: window.kit.captures.count, publishers: OT.publishers.length(), left };
    },
    await call.invite(),
  );
  expect(steps).toEqual(['socket', 'udp', 'tcp', 'turn', 'media']);
  expect(report).toMatchObject({
    socket: { state: 'works' },
    udp: { state: 'works' },
    tcp: { state: 'works' },
    turn: { state: 'notConfigured' },
    expected: 'video',
  });
  const { decodedFrameRate = 0, lossRatio = 1, roundTripMs = 0, mos = 0 } = report.media ?? {};
  expect(decodedFrameRate).toBeGreaterThan(0);
  // How late sound is depends on what else the machine does, and makes it worse than its way alone would; 1 is the least there is.
  const best = toMos(rateSound({ concealedRatio: lossRatio, delayMs: Math.max(0, roundTripMs - 1) }));
  expect(mos).toBeGreaterThanOrEqual(1);
  expect(mos).toBeLessThanOrEqual(best);
  expect({ captures, publishers, left }).toEqual({ captures: 0, publishers: 0, left: 0 });
});

test('a thin line is not good for video, a cut one for nothing, and each says what fails', async ({ call }) => {
  test.setTimeout(120_000);
  const path = await openMediaPath();
  const server = await startServer({ env: path.env });
  try {
    const backEnd = createBackEnd(server);
    const sessionId = await backEnd.createSession();
    const participant = await call.openPage({ origin: server.httpUrl });
    participant.expectComplaint(/ICE failed|WebRTC|WebSocket|ERR_|NS_ERROR|establish a connection/);
    const run = () =>
      participant.page.evaluate((invitation) => OT.testNetwork({ ...invitation, durationMs: 6_000 }), {
        apiKey: server.apiKey,
        sessionId,
        token: backEnd.createToken(sessionId),
      });
    path.throttle(90_000);
    const thin = await run();
    // The way that can be cut carries UDP only.
    expect(thin).toMatchObject({ udp: { state: 'works' }, tcp: { state: 'fails' } });
    expect(thin.expected).not.toBe('video');
    path.cut();
    const cut = await run();
    expect(cut).toMatchObject({ socket: { state: 'works' }, udp: { state: 'fails' }, expected: 'none' });
    expect(cut.mediaError).toMatch(/OT_/);
    await server.close();
    const gone = await run();
    expect(gone).toMatchObject({ socket: { state: 'fails' }, expected: 'none' });
    expect(gone.socket.error).toMatch(/OT_CONNECT_FAILED/);
  } finally {
    await server.close();
    path.close();
  }
});
