import { startApplicationServer } from '../support/applications.ts';
import { expect, test, toMediaSettings } from '../support/call.ts';
import { createVonageSdk } from '../support/vonage-sdk.ts';

// An application's back end is Vonage's own package; its pages give the application's id where others give an API key.

test('an application has calls, with the limits its server sets', async ({ call }) => {
  const host = await startApplicationServer({ env: { ...toMediaSettings(), CONCLAVE_MAX_STREAMS: '1' } });
  try {
    const { id: apiKey, privateKey } = await host.addApplication();
    const sdk = createVonageSdk(host.server, { id: apiKey, privateKey });
    const { sessionId } = await sdk.createSession();
    const origin = host.server.httpUrl;
    const [first, second] = [await call.openPage({ origin }), await call.openPage({ origin })];
    const invite = (role: string) => ({ apiKey, sessionId, token: sdk.generateClientToken(sessionId, { role }) });
    await first.join(invite('publisher'), { subscribe: false });
    await second.join(invite('publisher'));
    const streamId = await first.publish({ name: 'Ada' });
    await second.watch();
    expect(await sdk.getStreamInfo(sessionId)).toMatchObject({ count: 1, items: [{ id: streamId, name: 'Ada' }] });
    const refused = await second.page.evaluate(async () => {
      const publisher = OT.initPublisher(undefined, { insertMode: 'append' });
      try {
        await window.kit.session?.publish.promise(publisher);
        return undefined;
      } catch (error) {
        const { name, code } = error as { name: string; code: number };
        return { name, code };
      }
    });
    expect(refused).toEqual({ name: 'OT_STREAM_LIMIT_EXCEEDED', code: 1605 });
    await sdk.disconnectClient(
      sessionId,
      await first.page.evaluate(() => window.kit.session?.connection?.connectionId ?? ''),
    );
    await expect.poll(() => first.page.evaluate(() => window.kit.session?.currentState)).toBe('disconnected');
    // Before the server goes, which they would complain of.
    for (const { page } of [first, second]) await page.close();
  } finally {
    await host.close();
  }
});
