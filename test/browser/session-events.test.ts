import { expect, test } from '../support/call.ts';

test('at connect the app hears of everything in one burst, in the order it expects', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  const streamId = await first.publish();
  const seen = await second.page.evaluate(
    async ({ apiKey, sessionId, token }) => {
      const heard: string[] = [];
      const session = OT.initSession(apiKey, sessionId);
      session.on('sessionConnected', () => {
        heard.push(
          `sessionConnected, self ${session.connection !== null}, may publish ${session.capabilities.publish}`,
        );
        // Nothing else of the burst may come in a later task.
        queueMicrotask(() => heard.push('end of the burst'));
      });
      session.on('connectionCreated', ({ connection }) => {
        heard.push(
          `connectionCreated ${connection.connectionId === session.connection?.connectionId ? 'self' : 'other'}`,
        );
      });
      session.on('streamCreated', ({ stream }) => heard.push(`streamCreated ${stream.streamId}`));
      await new Promise((resolve) => {
        session.connect(token, (error) => {
          heard.push(`callback ${error === undefined ? 'without error' : error.name}`);
          setTimeout(resolve);
        });
      });
      return heard;
    },
    await call.invite({ sessionId: invitation.sessionId }),
  );
  expect(seen.slice(0, 2)).toEqual(['sessionConnected, self true, may publish 1', 'callback without error']);
  expect(seen.slice(2, 4).toSorted()).toEqual(['connectionCreated other', 'connectionCreated self']);
  expect(seen.slice(4)).toEqual([`streamCreated ${streamId}`, 'end of the burst']);
});

test('at disconnect the session hears first, then publishers, then subscribers, then the promise', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.publish();
  await second.watch();
  const seen = await second.page.evaluate(async () => {
    const { session, publisher, subscribers } = window.kit;
    const [subscriber] = subscribers;
    const heard: string[] = [];
    session?.on('sessionDisconnected', ({ reason }) => heard.push(`sessionDisconnected ${reason}`));
    session?.on('streamDestroyed', () => heard.push('session streamDestroyed'));
    publisher?.on('streamDestroyed', ({ reason }) => heard.push(`publisher streamDestroyed ${reason}`));
    publisher?.on('destroyed', () => heard.push('publisher destroyed'));
    subscriber?.on('destroyed', ({ reason }) => heard.push(`subscriber destroyed ${reason}`));
    const left = session?.disconnect().then(() => heard.push('promise'));
    heard.push('disconnect returned');
    await left;
    return { heard, widgets: document.querySelectorAll('.OT_root').length, connected: session?.isConnected() };
  });
  expect(seen.heard).toEqual([
    'disconnect returned',
    'sessionDisconnected clientDisconnected',
    'publisher streamDestroyed clientDisconnected',
    'publisher destroyed',
    'subscriber destroyed clientDisconnected',
    'promise',
  ]);
  expect(seen).toMatchObject({ widgets: 0, connected: false });
});

test('an app that prevents the default keeps the container of a stream that ended', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.watch();
  const ended = second.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.kit.session?.once('streamDestroyed', (event) => {
          event.preventDefault();
          // The default action, or its absence, follows the event at once.
          setTimeout(() => resolve(event.reason));
        });
      }),
  );
  await first.page.evaluate(() => {
    const { session, publisher } = window.kit;
    if (publisher !== undefined) session?.unpublish(publisher);
  });
  expect(await ended).toBe('clientDisconnected');
  await expect(second.page.locator('.OT_subscriber')).toHaveCount(1);
  await expect(second.page.locator('.OT_subscriber video')).toHaveCount(0);
  await expect(first.page.locator('.OT_publisher')).toHaveCount(0);
  await second.page.evaluate(() => {
    const { session, subscribers } = window.kit;
    for (const subscriber of subscribers) session?.unsubscribe(subscriber);
  });
  await expect(second.page.locator('.OT_subscriber')).toHaveCount(0);
});

test('a change of a stream reaches everyone: the session first, then its subscriber', async ({ call }) => {
  const [first, second] = await call.openPair();
  const invitation = await call.invite();
  await first.join(invitation);
  await first.publish();
  await second.join(await call.invite({ sessionId: invitation.sessionId }));
  await second.watch();
  const heard = second.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const { session, subscribers } = window.kit;
        const seen: string[] = [];
        session?.on('streamPropertyChanged', ({ changedProperty, oldValue, newValue, stream }) => {
          seen.push(`session ${changedProperty} ${oldValue} ${newValue} ${stream[changedProperty]}`);
        });
        subscribers[0]?.on('videoDisabled', ({ reason }) => seen.push(`subscriber videoDisabled ${reason}`));
        subscribers[0]?.on('videoEnabled', ({ reason }) => {
          seen.push(`subscriber videoEnabled ${reason}`);
          resolve(seen);
        });
      }),
  );
  const own = await first.page.evaluate(async () => {
    const { publisher, session } = window.kit;
    const changes: string[] = [];
    const shown = new Promise<void>((resolve) => {
      session?.on('streamPropertyChanged', ({ changedProperty, newValue }) => {
        changes.push(`${changedProperty} ${newValue}`);
        if (changedProperty === 'hasVideo' && newValue === true) resolve();
      });
    });
    publisher?.publishAudio(false);
    await new Promise((resolve) => publisher?.publishVideo(false, resolve));
    publisher?.publishVideo(true);
    // Off is at once; on is when the server has confirmed it.
    changes.push(`then hasVideo ${publisher?.stream?.hasVideo}`);
    await shown;
    return changes;
  });
  expect(await heard).toEqual([
    'session hasAudio true false false',
    'session hasVideo true false false',
    'subscriber videoDisabled publishVideo',
    'session hasVideo false true true',
    'subscriber videoEnabled publishVideo',
  ]);
  expect(own).toEqual(['hasAudio false', 'hasVideo false', 'then hasVideo false', 'hasVideo true']);
  await second.watch();
});
