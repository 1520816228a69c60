import { expect, test } from '../support/call.ts';

test('a subscriber may not publish: null at once, with OT_PERMISSION_DENIED, and no camera is opened', async ({
  call,
}) => {
  const participant = await call.openPage();
  await participant.join(await call.invite({ role: 'subscriber' }));
  const refused = await participant.page.evaluate(async () => {
    const { session } = window.kit;
    if (session === undefined) throw new Error('not joined');
    let returned: unknown;
    const error = await new Promise<{ name: string; code: number } | undefined>((resolve) => {
      returned = session.publish(undefined, {}, (problem) => resolve(problem));
    });
    const rejected = await session.publish.promise().catch(({ name }) => name);
    return {
      returned,
      name: error?.name,
      code: error?.code,
      rejected,
      may: { ...session.capabilities },
      captures: window.kit.captures.count,
    };
  });
  expect(refused).toMatchObject({
    returned: null,
    name: 'OT_PERMISSION_DENIED',
    code: 1500,
    rejected: 'OT_PERMISSION_DENIED',
    captures: 0,
  });
  expect(refused.may).toMatchObject({ publish: 0, subscribe: 1 });
});

test('a publisheronly may publish, and is not let to subscribe', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId, role: 'publisheronly' }), {
    subscribe: false,
  });
  const refused = await second.page.evaluate(async () => {
    const { session } = window.kit;
    const [stream] = session?.streams.map((found) => found) ?? [];
    if (session === undefined || stream === undefined) throw new Error('no stream');
    return session.subscribe.promise(stream).then(
      () => undefined,
      ({ name, code }) => ({ name, code }),
    );
  });
  expect(refused).toMatchObject({ code: 1501 });
  await second.publish();
  await first.watch();
});

test('the token tells what it allows before the server does, and the server has the last word', async ({ call }) => {
  const participant = await call.openPage();
  const invitation = await call.invite({ role: 'moderator', data: 'name=Ada' });
  const seen = await participant.page.evaluate(async ({ apiKey, sessionId, token }) => {
    const session = OT.initSession(apiKey, sessionId);
    const before = { ...session.capabilities };
    const connected = session.connect.promise(token);
    const early = { ...session.capabilities };
    await connected;
    return { before, early, after: { ...session.capabilities }, data: session.connection?.data };
  }, invitation);
  const all = { publish: 1, subscribe: 1, forceUnpublish: 1, forceDisconnect: 1, forceMute: 1 };
  expect(seen.before).toMatchObject({ publish: 0, subscribe: 0 });
  expect(seen.early).toMatchObject(all);
  expect(seen.after).toMatchObject(all);
  expect(seen.data).toBe('name=Ada');
});
