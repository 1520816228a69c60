import { expect } from '../support/call.ts';
import { refusedEverywhere, test, tryToPublish } from '../support/insecure-origin.ts';

test('a page that is not HTTPS may not publish, and no camera prompt appears', async ({ call, insecureOrigin }) => {
  const participant = await call.openPage({ origin: insecureOrigin });
  expect(await tryToPublish(participant, call)).toEqual(refusedEverywhere);
});

test('a page that is not HTTPS may subscribe', async ({ call, insecureOrigin, browserPair }) => {
  const sender = await call.openPage();
  const viewer = await call.openPage({ browser: browserPair[1], origin: insecureOrigin });
  const invitation = await call.invite();
  await sender.join(invitation);
  await sender.publish();
  await viewer.join(await call.invite({ sessionId: invitation.sessionId }));
  await viewer.watch();
  await viewer.listen();
  expect(await viewer.page.evaluate(() => window.isSecureContext)).toBe(false);
});

test('over HTTPS, with the development certificate, a page on any address may publish', async ({
  call,
  browserPair,
}) => {
  const { port } = new URL(call.server.httpsUrl);
  const origin = `https://${process.env.CONCLAVE_TEST_MEDIA_IP}:${port}`;
  const sender = await call.openPage({ origin });
  const viewer = await call.openPage({ browser: browserPair[1], origin });
  const invitation = await call.invite();
  await sender.join(invitation);
  await sender.publish();
  await viewer.join(await call.invite({ sessionId: invitation.sessionId }));
  await viewer.watch();
});
