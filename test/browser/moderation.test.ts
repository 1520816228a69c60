import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

/** A moderator who watches, and a guest who publishes and writes down what happens to it. */
async function openMeeting(call: Call): Promise<[moderator: Participant, guest: Participant]> {
  const [moderator, guest] = await call.openPair();
  const invitation = await call.invite({ role: 'moderator' });
  await moderator.join(invitation);
  await guest.join(await call.invite({ sessionId: invitation.sessionId }), { subscribe: false });
  await guest.publish();
  await guest.page.evaluate(() => {
    const { session, publisher, events } = window.kit;
    session?.on('muteForced', ({ type, active }) => events.push({ from: 'session', type, detail: String(active) }));
    session?.on('sessionDisconnected', ({ type, reason }) => events.push({ from: 'session', type, reason }));
    publisher?.on('muteForced', ({ type }) => events.push({ from: 'publisher', type }));
    publisher?.on('streamDestroyed', ({ type, reason }) => events.push({ from: 'publisher', type, reason }));
    publisher?.on('destroyed', ({ type }) => events.push({ from: 'publisher', type }));
  });
  await moderator.watch();
  await moderator.listen();
  return [moderator, guest];
}

function events({ page }: Participant) {
  return page.evaluate(() => window.kit.events.splice(0));
}

test('a moderator mutes a stream: no sound arrives, until its owner unmutes it', async ({ call }) => {
  const [moderator, guest] = await openMeeting(call);
  const seen = await moderator.page.evaluate(async () => {
    const { session } = window.kit;
    const stream = session?.streams.map((found) => found)[0];
    if (session === undefined || stream === undefined) throw new Error('no stream');
    const changed = new Promise((resolve) =>
      session.on('streamPropertyChanged', ({ changedProperty, newValue }) => resolve([changedProperty, newValue])),
    );
    await session.forceMuteStream(stream);
    return [await changed, stream.hasAudio];
  });
  expect(seen).toEqual([['hasAudio', false], false]);
  await guest.page.waitForFunction(() => window.kit.events.length > 0);
  expect(await events(guest)).toEqual([{ from: 'publisher', type: 'muteForced' }]);
  const state = await guest.page.evaluate(() => {
    const { publisher } = window.kit;
    const button = publisher?.element?.querySelector('.OT_mute');
    return [publisher?.getAudioSource()?.enabled, publisher?.stream?.hasAudio, button?.classList.contains('OT_active')];
  });
  expect(state).toEqual([false, false, true]);
  await guest.page.evaluate(() => window.kit.publisher?.publishAudio(true));
  await moderator.listen();
  await moderator.watch();
});

test('a moderator mutes everyone: who publishes later begins muted, until that is ended', async ({ call }) => {
  const [moderator, guest] = await openMeeting(call);
  await moderator.page.evaluate(() => window.kit.session?.forceMuteAll());
  await guest.page.waitForFunction(() => window.kit.events.length > 1);
  expect(await events(guest)).toEqual([
    { from: 'publisher', type: 'muteForced' },
    { from: 'session', type: 'muteForced', detail: 'true' },
  ]);
  const later = await guest.page.evaluate(async () => {
    const { session } = window.kit;
    const publisher = OT.initPublisher(undefined, { insertMode: 'append', videoSource: null });
    const heard: string[] = [];
    publisher.on('streamCreated', ({ stream }) => heard.push(`streamCreated ${stream.hasAudio}`));
    publisher.on('muteForced', () => heard.push('muteForced'));
    await session?.publish.promise(publisher);
    heard.push(`enabled ${publisher.getAudioSource()?.enabled}`);
    return heard;
  });
  expect(later).toEqual(['streamCreated false', 'muteForced', 'enabled false']);
  const newcomer = await moderator.page.evaluate(async () => {
    await window.kit.session?.disableForceMute();
    return window.kit.session?.streams.map(({ hasAudio }) => hasAudio);
  });
  expect(newcomer).toEqual([false, false]);
  await guest.page.waitForFunction(() => window.kit.events.length > 0);
  expect(await events(guest)).toEqual([{ from: 'session', type: 'muteForced', detail: 'false' }]);
  await guest.page.evaluate(() => window.kit.publisher?.publishAudio(true));
  await moderator.listen();
});

test('a moderator ends a stream, then the connection', async ({ call }) => {
  const [moderator, guest] = await openMeeting(call);
  const ended = await moderator.page.evaluate(async () => {
    const { session } = window.kit;
    const stream = session?.streams.map((found) => found)[0];
    if (session === undefined || stream === undefined) throw new Error('no stream');
    const reason = new Promise((resolve) => session.on('streamDestroyed', (event) => resolve(event.reason)));
    await session.forceUnpublish(stream);
    return await reason;
  });
  expect(ended).toBe('forceUnpublished');
  await guest.page.waitForFunction(() => window.kit.events.length > 1);
  expect(await events(guest)).toEqual([
    { from: 'publisher', type: 'streamDestroyed', reason: 'forceUnpublished' },
    { from: 'publisher', type: 'destroyed' },
  ]);
  const gone = await moderator.page.evaluate(async () => {
    const { session } = window.kit;
    const other = session?.connections.find(({ connectionId }) => connectionId !== session.connection?.connectionId);
    if (session === undefined || other === undefined) throw new Error('nobody there');
    const reason = new Promise((resolve) => session.on('connectionDestroyed', (event) => resolve(event.reason)));
    await session.forceDisconnect(other);
    return [await reason, session.counts.connections];
  });
  expect(gone[0]).toBe('forceDisconnected');
  await guest.page.waitForFunction(() => window.kit.events.length > 0);
  expect(await events(guest)).toEqual([{ from: 'session', type: 'sessionDisconnected', reason: 'forceDisconnected' }]);
});

test('who is no moderator is refused before anybody is asked', async ({ call }) => {
  const [, guest] = await openMeeting(call);
  const refused = await guest.page.evaluate(async () => {
    const { session, publisher } = window.kit;
    if (session === undefined || publisher?.stream === undefined) throw new Error('not published');
    const refusal = (promise: Promise<void>) => promise.catch(({ name, code }) => `${name} ${code}`);
    return [
      await refusal(session.forceDisconnect(session.connection ?? '')),
      await refusal(session.forceUnpublish(publisher.stream)),
      await refusal(session.forceMuteStream(publisher.stream)),
      await refusal(session.forceMuteAll([])),
      await refusal(session.disableForceMute()),
    ];
  });
  const codes = [1520, 1530, 1540, 1540, 1540];
  expect(refused).toEqual(codes.map((code) => `OT_PERMISSION_DENIED ${code}`));
});
