import { createBackEnd } from '../support/back-end.ts';
import { expect, test } from '../support/call.ts';
import { openMediaPath } from '../support/media-path.ts';
import { scrape } from '../support/scrape.ts';
import { startServer } from '../support/server.ts';

test('a call of browsers in the numbers of the server: AES-256 on every line, bit rates, and what is lost', async ({
  call,
}) => {
  const path = await openMediaPath();
  const server = await startServer({ env: path.env });
  const backEnd = createBackEnd(server);
  const sessionId = await backEnd.createSession();
  const invite = () => ({ apiKey: server.apiKey, sessionId, token: backEnd.createToken(sessionId) });
  const publisher = await call.openPage({ origin: server.httpUrl });
  const viewer = await call.openPage({ origin: server.httpUrl });
  // At the end the server goes first.
  for (const page of [publisher, viewer])
    page.expectComplaint(/WebSocket|ERR_|NS_ERROR|establish a connection|ICE failed|Failed to load resource/);
  try {
    await publisher.join(invite(), { subscribe: false });
    await publisher.publish();
    await viewer.join(invite());
    await viewer.watch();

    const read = async (name: string, labels: Record<string, string>) =>
      (await scrape(server)).value(name, labels) ?? 0;
    const suite = (name: string) => read('conclave_encrypted_transports', { suite: name });
    await expect.poll(() => suite('SRTP_AEAD_AES_256_GCM')).toBeGreaterThanOrEqual(2);
    expect(await suite('SRTP_AEAD_AES_128_GCM')).toBe(0);
    for (const direction of ['in', 'out']) {
      await expect
        .poll(() => read('conclave_media_bitrate_bps', { direction }), { timeout: 20_000 })
        .toBeGreaterThan(50_000);
    }
    path.lose(10);
    for (const direction of ['in', 'out']) {
      await expect
        .poll(() => read('conclave_media_loss_ratio', { direction }), { timeout: 30_000 })
        .toBeGreaterThan(0.02);
      expect(await read('conclave_media_loss_ratio', { direction })).toBeLessThan(0.5);
    }
  } finally {
    await server.close();
    path.close();
  }
});
