import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

/** Tries to connect in both forms; what each was told. */
function tryToConnect(
  { page }: Participant,
  invitation: { apiKey: string; sessionId: string; token: string },
): Promise<{ callback: unknown; promise: unknown; state: string }> {
  return page.evaluate(async ({ apiKey, sessionId, token }) => {
    const session = OT.initSession(apiKey, sessionId);
    const toFacts = (error: unknown): unknown => {
      const { name, code, message } = error as { name: string; code: number; message: string };
      return { name, code, explained: message.length > 20, isError: error instanceof Error };
    };
    const callback = await new Promise((resolve) =>
      session.connect(token, (error) => resolve(error && toFacts(error))),
    );
    const promise = await session.connect.promise(token).then(() => 'connected', toFacts);
    return { callback, promise, state: session.currentState };
  }, invitation);
}

const refused = (name: string, code: number) => {
  const error = { name, code, explained: true, isError: true };
  return { callback: error, promise: error, state: 'disconnected' };
};

test('a token that does not verify is refused with 1004, in both forms', async ({ call }) => {
  const participant = await call.openPage();
  const invitation = await call.invite();
  const other = await call.invite();
  expect(await tryToConnect(participant, { ...invitation, token: other.token })).toEqual(
    refused('OT_AUTHENTICATION_ERROR', 1004),
  );
  expect(await tryToConnect(participant, { ...invitation, token: `${invitation.token}x` })).toEqual(
    refused('OT_AUTHENTICATION_ERROR', 1004),
  );
});

test('a session that does not exist is refused with 1005', async ({ call }) => {
  const participant = await call.openPage();
  const invitation = await call.invite();
  const unknown = invitation.sessionId.replace(/.$/, '');
  const token = call.backEnd.createToken(invitation.sessionId);
  const { callback } = await tryToConnect(participant, { ...invitation, sessionId: `${unknown}_`, token });
  expect(callback).toMatchObject({ isError: true });
  expect([1004, 1005]).toContain((callback as { code: number }).code);
});

test('who comes when the session is full is refused with 1027, and let in when somebody has left', async ({ call }) => {
  const [first, second] = await call.openPair();
  const sessionId = await call.createSession({ maxConnections: 1 });
  await first.join(await call.invite({ sessionId }));
  const late = await call.invite({ sessionId });
  expect(await tryToConnect(second, late)).toEqual(refused('OT_CONNECTION_LIMIT_EXCEEDED', 1027));
  await first.page.evaluate(() => window.kit.session?.disconnect());
  await expect.poll(async () => (await tryToConnect(second, late)).state).toBe('connected');
});

async function makeCall(call: Call, first: Participant, second: Participant): Promise<void> {
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.watch();
}

test('a page joins again after it has left, the same session and another', async ({ call }) => {
  const [first, second] = await call.openPair();
  await makeCall(call, first, second);
  const before = await second.page.evaluate(() => window.kit.session?.connection?.connectionId);
  const again = await second.page.evaluate(async () => {
    const { session } = window.kit;
    const token = session?.token ?? '';
    await session?.disconnect();
    const between = {
      state: session?.currentState,
      connection: session?.connection,
      streams: session?.streams.length(),
    };
    await session?.connect.promise(token);
    return { between, connectionId: session?.connection?.connectionId };
  });
  expect(again.between).toEqual({ state: 'disconnected', connection: null, streams: 0 });
  expect(again.connectionId).not.toBe(before);
  await second.watch();
  await second.page.evaluate(() => window.kit.session?.disconnect());
  await first.page.evaluate(() => window.kit.session?.disconnect());
  await makeCall(call, first, second);
});

test('one page is in two sessions at once', async ({ call }) => {
  const [first, second] = await call.openPair();
  const [one, other] = [await call.invite(), await call.invite()];
  for (const invitation of [one, other]) {
    await first.join(invitation, { subscribe: false });
    await first.publish();
    await second.join(await call.invite({ sessionId: invitation.sessionId }));
  }
  await second.watch(2);
});

test('connect and disconnect while the other goes on settle all the same', async ({ call }) => {
  const participant = await call.openPage();
  const invitation = await call.invite();
  const seen = await participant.page.evaluate(async ({ apiKey, sessionId, token }) => {
    const session = OT.initSession(apiKey, sessionId);
    const cancelled = session.connect.promise(token).catch(({ name }) => name);
    await session.disconnect();
    const first = await cancelled;
    const both = await Promise.all([session.connect.promise(token), session.connect.promise(token)]);
    return { first, both: both.map((joined) => joined === session), state: session.currentState };
  }, invitation);
  expect(seen).toEqual({ first: 'OT_CONNECT_FAILED', both: [true, true], state: 'connected' });
});
