import { expect, test } from '../support/call.ts';

test('signals reach everyone in order with their types, the sender too, and one connection alone when they are for it', async ({
  call,
}) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite({ data: 'Ada' });
  await first.join(invitation);
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  const pages = [first.page, second.page];
  const heard = pages.map((page) =>
    page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const { session } = window.kit;
          const seen: string[] = [];
          const note = (name: string) => (event: { type: string; data: unknown; from: { data: string } | null }) =>
            seen.push(`${name} ${event.type} ${JSON.stringify(event.data)} ${event.from?.data}`);
          session?.on('signal:chat', note('typed'));
          session?.on('signal', (event) => {
            note('any')(event);
            if (event.data === 'last') resolve(seen);
          });
        }),
    ),
  );
  const errors = await first.page.evaluate(async () => {
    const { session } = window.kit;
    const own = session?.connection ?? undefined;
    const callback = new Promise<unknown>((resolve) => session?.signal({ type: 'chat', data: 'hi' }, resolve));
    await session?.signal({ data: { list: [1] }, ...(own && { to: own }) });
    await session?.signal({ data: 'last', retryAfterReconnect: false });
    const refused = await session?.signal({ type: 'no spaces' }).catch((error) => `${error.name} ${error.code}`);
    return [await callback, refused];
  });
  expect(errors).toEqual([undefined, 'OT_INVALID_PARAMETER 400']);
  const everyone = ['any signal:chat "hi" Ada', 'typed signal:chat "hi" Ada'];
  expect(await heard[0]).toEqual([...everyone, 'any signal {"list":[1]} Ada', 'any signal "last" Ada']);
  expect(await heard[1]).toEqual([...everyone, 'any signal "last" Ada']);
});

test('a client that signals too fast is told so with 429, and what was accepted arrives in order', async ({ call }) => {
  const participant = await call.openPage();
  await participant.join(await call.invite());
  const { accepted, refused, received } = await participant.page.evaluate(async () => {
    const { session } = window.kit;
    const arrived: number[] = [];
    session?.on('signal', ({ data }) => arrived.push(data));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => session?.signal({ data: index })),
    );
    const sent = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [`${outcome.reason.name} ${outcome.reason.code}`] : [],
    );
    return { accepted: sent, refused: [...new Set(errors)], received: arrived };
  });
  expect(accepted.length).toBeGreaterThanOrEqual(30);
  expect(refused).toEqual(['OT_RATE_LIMIT_EXCEEDED 429']);
  expect(received).toEqual(accepted);
});
