import { expect, test } from '../support/call.ts';

const joinSteps = ['socket', 'welcome', 'iceConnected', 'dtlsConnected', 'firstRtp', 'firstFrame'] as const;

test('a join tells its waterfall, complete and in order, also the second time in the same page', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  const viewer = await call.invite({ sessionId: invitation.sessionId });
  await second.join(viewer);
  for (const round of ['first', 'second'] as const) {
    if (round === 'second') {
      await second.page.evaluate(async (token) => {
        window.kit.subscribers.length = 0;
        await window.kit.session?.disconnect();
        await window.kit.session?.connect.promise(token);
      }, viewer.token);
    }
    await second.watch();
    await second.page.waitForFunction(() => window.kit.session?.getJoinTimings().firstFrame !== undefined);
    const { join, subscribe } = await second.page.evaluate(() => ({
      join: window.kit.session?.getJoinTimings() ?? {},
      subscribe: window.kit.subscribers[0]?.getTimings() ?? {},
    }));
    expect(Object.keys(join).toSorted()).toEqual([...joinSteps].toSorted());
    expect(Object.keys(subscribe).toSorted()).toEqual(['dtls', 'firstFrame', 'firstRtp', 'granted', 'ice']);
    const times = joinSteps.map((step) => join[step] ?? -1);
    expect(times, `the ${round} join: ${JSON.stringify(join)}`).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(0);
    expect(subscribe.firstFrame).toBeGreaterThanOrEqual(subscribe.firstRtp ?? Number.POSITIVE_INFINITY);
  }
});

test('signaling that was opened before connect is used by it', async ({ call }) => {
  const participant = await call.openPage();
  const { page } = participant;
  await page.evaluate(() => OT.preconnect());
  await page.waitForFunction(() => window.kit.sockets[0]?.readyState === WebSocket.OPEN);
  await participant.join(await call.invite());
  expect(await page.evaluate(() => window.kit.sockets.map(({ readyState }) => readyState))).toEqual([1]);
});
