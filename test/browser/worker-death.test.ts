import { readdirSync, readFileSync } from 'node:fs';
import { createBackEnd } from '../support/back-end.ts';
import { expect, test, toMediaSettings } from '../support/call.ts';
import { startServer } from '../support/server.ts';

/** The media workers of a server process. */
function findWorkers(serverPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return status.includes('mediasoup') && status.includes(`PPid:\t${serverPid}\n`);
      } catch {
        // It has ended while we looked.
        return false;
      }
    })
    .map(Number);
}

test('when the media worker dies its sessions end with serverRotation, and can be joined again', async ({ call }) => {
  const server = await startServer({ env: toMediaSettings() });
  try {
    const backEnd = createBackEnd(server);
    const sessionId = await backEnd.createSession();
    const invite = () => ({ apiKey: server.apiKey, sessionId, token: backEnd.createToken(sessionId) });
    const participant = await call.openPage({ origin: server.httpUrl });
    await participant.join(invite());
    await participant.publish();
    await participant.page.evaluate(() => {
      window.kit.kept.ended = new Promise((resolve) =>
        window.kit.session?.once('sessionDisconnected', ({ reason }) => resolve(reason)),
      );
    });
    const [worker] = findWorkers(server.child.pid ?? 0);
    if (worker === undefined) throw new Error('The server has no media worker.');
    process.kill(worker, 'SIGKILL');
    expect(await participant.page.evaluate(() => window.kit.kept.ended)).toBe('serverRotation');
    await expect.poll(async () => (await fetch(`${server.httpUrl}/health`)).status).toBe(200);
    const viewer = await call.openPage({ origin: server.httpUrl });
    await participant.page.evaluate((token) => window.kit.session?.connect.promise(token), invite().token);
    await participant.publish();
    await viewer.join(invite());
    await viewer.watch();
  } finally {
    await server.close();
  }
});
