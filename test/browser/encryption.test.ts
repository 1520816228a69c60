import { expect, test } from '../support/call.ts';

test('encryptionChanged tells each direction as it is negotiated', async ({ call }) => {
  const participant = await call.openPage();
  const invitation = await call.invite();
  const seen = await participant.page.evaluate(async ({ apiKey, sessionId, token }) => {
    const session = OT.initSession(apiKey, sessionId);
    const before = session.encryption;
    const heard: string[][] = [];
    const both = new Promise<void>((resolve) => {
      session.on('encryptionChanged', ({ encryption, target }) => {
        heard.push(Object.keys(encryption));
        if (encryption !== target.encryption && JSON.stringify(encryption) !== JSON.stringify(target.encryption)) {
          throw new Error('the event and the property differ');
        }
        if (encryption.send !== undefined && encryption.recv !== undefined) resolve();
      });
    });
    await session.connect.promise(token);
    await both;
    return { before, heard, bits: [session.encryption.send?.keyBits, session.encryption.recv?.keyBits] };
  }, invitation);
  expect(seen.before).toEqual({});
  expect(seen.heard.at(-1)?.toSorted()).toEqual(['recv', 'send']);
  expect(seen.bits).toEqual([256, 256]);
});

test('a call that demands AES-256 is made with it', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  const strict = { options: { minimumEncryption: 'aes-256' } } as const;
  await first.join(invitation, strict);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }), strict);
  await second.watch();
  await second.listen();
});

test('a session whose back end demands AES-256 is joined without the app asking for it', async ({ call }) => {
  const [first, second] = await call.openPair();
  const sessionId = await call.createSession({ minimumEncryption: 'aes-256' });
  await first.join(await call.invite({ sessionId }));
  await first.publish();
  await second.join(await call.invite({ sessionId }));
  await second.watch();
});
