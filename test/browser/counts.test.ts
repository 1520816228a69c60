import { expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

/** Writes down every count with the time it came, in milliseconds since the epoch. */
function recordCounts({ page }: Participant): Promise<void> {
  return page.evaluate(() => {
    const seen: { at: number; connections: number; version: number }[] = [];
    window.kit.kept.counts = seen;
    window.kit.session?.on('countsChanged', ({ counts }) => seen.push({ at: Date.now(), ...counts }));
  });
}

test('everyone is told who publishes and who only watches, and versions only grow', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await recordCounts(first);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' }));
  await second.watch();
  const wanted = { connections: 2, publishers: 1, subscribers: 1, subscribingOnly: 1 };
  for (const { page } of [first, second]) {
    await expect.poll(() => page.evaluate(() => window.kit.session?.counts)).toMatchObject(wanted);
    const silent = await page.evaluate(() => window.kit.session?.connectionsNotPublishing.map(({ id }) => id));
    expect(silent).toEqual([await second.page.evaluate(() => window.kit.session?.connection?.connectionId)]);
    const watched = await page.evaluate(() =>
      window.kit.session?.streams.map(({ subscriberCount }) => subscriberCount),
    );
    expect(watched).toEqual([1]);
  }
  await second.page.evaluate(() => window.kit.subscribers.map((each) => window.kit.session?.unsubscribe(each)));
  await expect
    .poll(() => first.page.evaluate(() => window.kit.session?.counts))
    .toMatchObject({ ...wanted, subscribers: 0, subscribingOnly: 0 });
  const versions = await first.page.evaluate(() =>
    (window.kit.kept.counts as { version: number }[]).map((c) => c.version),
  );
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
});

test('a publisher is told how many watch its stream', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  const told = first.page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        window.kit.publisher?.on('subscriberCountChanged', ({ subscriberCount, stream }) => {
          seen.push(subscriberCount);
          if (stream.subscriberCount !== subscriberCount) throw new Error('the event and the stream differ');
          if (seen.length === 2) resolve(seen);
        });
      }),
  );
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.watch();
  await second.page.evaluate(() => window.kit.session?.disconnect());
  expect(await told).toEqual([1, 0]);
});

test('when a tab is closed or crashes the counts are right within half a second', async ({ call, browserPair }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  const endings = [close];
  if (browserPair[1] === 'chromium') endings.push(crash);
  let leaving: Participant | undefined = second;
  for (const end of endings) {
    leaving ??= await call.openPage({ browser: browserPair[1] });
    await leaving.join(await call.invite({ sessionId: invitation.sessionId }));
    await leaving.publish();
    await first.watch();
    await recordCounts(first);
    await expect.poll(() => first.page.evaluate(() => window.kit.session?.counts.connections)).toBe(2);
    const endedAt = await end(leaving.page);
    const counts = await first.page.waitForFunction(() =>
      (window.kit.kept.counts as { at: number; connections: number }[]).find(({ connections }) => connections === 1),
    );
    expect((await counts.jsonValue())?.at).toBeLessThan(endedAt + 500);
    const rest = await first.page.evaluate(() => window.kit.session?.counts);
    expect(rest).toMatchObject({ connections: 1, publishers: 0, subscribers: 0, subscribingOnly: 0 });
    await expect(first.page.locator('.OT_subscriber')).toHaveCount(0);
    leaving = undefined;
  }
});

/** Closes the tab; when it was gone, in milliseconds since the epoch. */
async function close(page: Participant['page']): Promise<number> {
  await page.close();
  return Date.now();
}

/** The page's process dies without a word; when it was dead, in milliseconds since the epoch. */
async function crash(page: Participant['page']): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const dead = new Promise<number>((resolve) => page.once('crash', () => resolve(Date.now())));
  // Never answered: there is nobody left to.
  session.send('Page.crash').catch(() => undefined);
  return dead;
}
