import { createBackEnd } from '../support/back-end.ts';
import { type Call, expect, test, toMediaSettings } from '../support/call.ts';
import { openForwarder } from '../support/forwarder.ts';
import { openMediaPath } from '../support/media-path.ts';
import type { Invitation, Participant } from '../support/participant.ts';
import { installScreen } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { findWorkers } from '../support/workers.ts';

/** Invitations to one new session of a server of the test's own. */
async function openSession(server: TestServer): Promise<() => Invitation> {
  const backEnd = createBackEnd(server);
  const sessionId = await backEnd.createSession();
  return () => ({ apiKey: server.apiKey, sessionId, token: backEnd.createToken(sessionId) });
}

/** Writes down what the app hears from now on. */
async function listen({ page }: Participant): Promise<void> {
  await page.evaluate(() => {
    const { session, subscribers, events, kept } = window.kit;
    kept.connectionId = session?.connection?.connectionId;
    const names = [
      'sessionReconnecting',
      'sessionReconnected',
      'sessionDisconnected',
      'connectionDestroyed',
      'streamCreated',
      'streamDestroyed',
    ];
    for (const name of names)
      session?.on(name as 'sessionReconnected', () => events.push({ from: 'session', type: name }));
    for (const name of ['disconnected', 'connected'] as const) {
      subscribers[0]?.on(name, () => events.push({ from: 'subscriber', type: name }));
    }
    session?.on('signal', ({ data }) => events.push({ from: 'session', type: 'signal', detail: String(data) }));
  });
}

function heard({ page }: Participant, from?: string): Promise<string[]> {
  return page.evaluate(
    (from) =>
      window.kit.events
        .filter((event) => from === undefined || event.from === from)
        .map(({ type, detail }) => (detail === undefined ? type : `${type} ${detail}`)),
    from,
  );
}

/** Waits until the app has heard `type`, so many times. */
async function hear(participant: Participant, type: string, times = 1): Promise<void> {
  await participant.page.waitForFunction(
    ({ type, times }) => window.kit.events.filter((event) => event.type === type).length >= times,
    { type, times },
    { timeout: 40_000 },
  );
}

/** Two people who see each other; `origin` for each. */
async function meet(call: Call, invite: () => Invitation, origins: readonly [string, string]) {
  const first = await call.openPage({ origin: origins[0] });
  const second = await call.openPage({ origin: origins[1] });
  const people = [first, second] as const;
  for (const participant of people) {
    participant.expectComplaint(
      /WebSocket|ERR_|NS_ERROR|can.t establish a connection|Failed to load resource|ICE failed/i,
    );
    await participant.join(invite());
    await participant.publish();
  }
  for (const participant of people) {
    await participant.watch();
    await listen(participant);
  }
  return people;
}

test('a media worker that is killed is not noticed but by a short interruption', async ({ call }) => {
  const server = await startServer({ env: { ...toMediaSettings(), CONCLAVE_MEDIA_WORKERS: '1' } });
  try {
    const people = await meet(call, await openSession(server), [server.httpUrl, server.httpUrl]);
    const [worker] = findWorkers(server.child.pid ?? 0);
    if (worker === undefined) throw new Error('The server has no media worker.');
    process.kill(worker, 'SIGKILL');
    for (const participant of people) {
      await hear(participant, 'connected');
      await participant.watch();
      await participant.listen();
      expect(await heard(participant)).toEqual(['disconnected', 'connected']);
    }
  } finally {
    await server.close();
  }
});

test('a shared screen comes back as the same shared screen', async ({ call }) => {
  const server = await startServer({ env: { ...toMediaSettings(), CONCLAVE_MEDIA_WORKERS: '1' } });
  try {
    const invite = await openSession(server);
    const [first, second] = await meet(call, invite, [server.httpUrl, server.httpUrl]);
    await first.page.evaluate(installScreen);
    await first.page.evaluate(async () => {
      const screen = OT.initPublisher(undefined, { videoSource: 'screen', insertMode: 'append' });
      await window.kit.session?.publish.promise(screen);
    });
    await second.watch(2);
    const listStreams = () =>
      second.page.evaluate(() =>
        window.kit.session?.streams.map(({ streamId, videoType }) => `${videoType} ${streamId}`),
      );
    const before = await listStreams();
    expect(before?.filter((stream) => stream.startsWith('screen'))).toHaveLength(1);
    const [worker] = findWorkers(server.child.pid ?? 0);
    if (worker !== undefined) process.kill(worker, 'SIGKILL');
    await hear(second, 'connected');
    await second.watch(2);
    expect(await listStreams()).toEqual(before);
  } finally {
    await server.close();
  }
});

test('a socket that is cut is replaced: nobody leaves, media flows on, and what was said meanwhile arrives', async ({
  call,
}) => {
  const way = await openForwarder('127.0.0.1', Number(new URL(call.server.httpUrl).port));
  try {
    const sessionId = await call.backEnd.createSession();
    const invite = () => ({ apiKey: call.server.apiKey, sessionId, token: call.backEnd.createToken(sessionId) });
    const [lost, other] = await meet(call, invite, [`http://${way.host}`, call.server.httpUrl]);
    way.cut();
    await hear(lost, 'sessionReconnecting');
    const said = lost.page.evaluate(async () => {
      const { session } = window.kit;
      const refused = await session
        ?.signal({ data: 'not later', retryAfterReconnect: false })
        .catch(({ code }) => code);
      await session?.signal({ data: 'later' });
      return refused;
    });
    await other.page.evaluate(() => window.kit.session?.signal({ data: 'for whoever is away' }));
    await lost.watch();
    way.mend();
    await hear(lost, 'sessionReconnected');
    expect(await said).toBe(500);
    await lost.watch();
    await other.watch();
    await hear(other, 'signal', 2);
    await hear(lost, 'signal', 2);
    const story = await heard(lost);
    expect(story.filter((entry) => entry.startsWith('signal'))).toEqual(['signal for whoever is away', 'signal later']);
    expect(story.filter((entry) => entry.startsWith('session'))).toEqual(['sessionReconnecting', 'sessionReconnected']);
    expect(story).toHaveLength(4);
    expect(await heard(other)).toEqual(['signal for whoever is away', 'signal later']);
    const same = await lost.page.evaluate(() => window.kit.kept.connectionId === window.kit.session?.connection?.id);
    expect(same).toBe(true);
  } finally {
    way.close();
  }
});

test('a server that is started again is joined again, with the same publisher, and everyone is seen', async ({
  call,
}) => {
  const env = { ...toMediaSettings(), CONCLAVE_MEDIA_WORKERS: '1' };
  const first = await startServer({ env });
  const settings = {
    ...env,
    CONCLAVE_API_KEY: first.apiKey,
    CONCLAVE_API_SECRET: first.apiSecret,
    CONCLAVE_HTTP_PORT: new URL(first.httpUrl).port,
  };
  let second: TestServer | undefined;
  try {
    const people = await meet(call, await openSession(first), [first.httpUrl, first.httpUrl]);
    first.kill('SIGKILL');
    await first.exited;
    for (const participant of people) await hear(participant, 'sessionReconnecting');
    second = await startServer({ env: settings, dataDir: first.dataDir });
    for (const participant of people) {
      await hear(participant, 'sessionReconnected');
      await participant.watch();
      await participant.listen();
      const events = await heard(participant, 'session');
      expect(events[0]).toBe('sessionReconnecting');
      // The other one may have come back before or after.
      const once = ['sessionReconnecting', 'sessionReconnected', 'streamDestroyed', 'streamCreated'];
      expect(events.filter((type) => type !== 'connectionDestroyed').sort()).toEqual(once.sort());
      const renewed = await participant.page.evaluate(() => {
        const { session, publisher, kept } = window.kit;
        const known = session?.streams.find(({ streamId }) => streamId === publisher?.stream?.streamId);
        return kept.connectionId !== session?.connection?.connectionId && known !== undefined;
      });
      expect(renewed).toBe(true);
    }
  } finally {
    await second?.close();
    await first.close();
  }
});

test('media that is cut while the signaling lives comes back by itself', async ({ call }) => {
  const path = await openMediaPath();
  const server = await startServer({ env: path.env });
  try {
    const people = await meet(call, await openSession(server), [server.httpUrl, server.httpUrl]);
    path.cut();
    for (const participant of people) await hear(participant, 'disconnected');
    path.mend();
    for (const participant of people) {
      await hear(participant, 'connected');
      await participant.watch();
      await participant.listen();
      expect(await heard(participant, 'session')).toEqual([]);
    }
  } finally {
    await server.close();
    path.close();
  }
});
