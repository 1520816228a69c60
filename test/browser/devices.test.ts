import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// Other cameras and microphones during a call: the others see and hear no gap, because the senders stay.

/** A publisher, and a viewer that writes down what it sees of the stream. */
async function startCall(call: Call, properties: object = {}): Promise<[Participant, Participant]> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish(properties);
  await receiver.watch();
  await receiver.page.evaluate(() => {
    const { events, session, subscribers } = window.kit;
    const note = ({ type }: { type: string }) => void events.push({ from: 'viewer', type });
    session?.on('streamCreated streamDestroyed streamPropertyChanged', note);
    subscribers[0]?.on('videoDisabled videoEnabled destroyed', note);
  });
  return [sender, receiver];
}

test('another camera and another microphone: same senders, and nothing that the viewer notices', async ({ call }) => {
  const [sender, receiver] = await startCall(call);
  // Firefox lists devices only to a page that is looked at.
  await sender.page.bringToFront();
  const changed = await sender.page.evaluate(async () => {
    const { publisher, peerConnections } = window.kit;
    if (publisher === undefined) throw new Error('not published');
    const sentTracks = () => {
      const senders = peerConnections.flatMap((connection) => connection.getSenders());
      return { senders, tracks: senders.map(({ track }) => track) };
    };
    const before = sentTracks();
    const [camera, microphone] = [publisher.getVideoSource(), publisher.getAudioSource()];
    const devices = await OT.getDevices();
    const last = (kind: string) => devices.findLast((device) => device.kind === kind)?.deviceId ?? '';
    await publisher.setVideoSource(last('videoInput'));
    await publisher.setAudioSource(last('audioInput'));
    const after = sentTracks();
    const shown = publisher.element?.querySelector('video')?.srcObject as MediaStream;
    return {
      type: camera.type,
      old: [camera.track?.readyState, microphone?.readyState],
      sameSenders: after.senders.every((sender, index) => sender === before.senders[index]),
      sent: [publisher.getVideoSource().track, publisher.getAudioSource()].map((track) => after.tracks.includes(track)),
      sentBefore: [camera.track, microphone].map((track) => after.tracks.includes(track)),
      chosen: [
        publisher.getVideoSource().deviceId === last('videoInput'),
        publisher.getAudioSource()?.getSettings().deviceId === last('audioInput'),
      ],
      shown: shown.getTracks().length,
    };
  });
  expect(changed).toEqual({
    type: 'camera',
    old: ['ended', 'ended'],
    sameSenders: true,
    sent: [true, true],
    sentBefore: [false, false],
    chosen: [true, true],
    shown: 2,
  });
  await receiver.page.bringToFront();
  await receiver.watch();
  await receiver.listen();
  expect(await receiver.page.evaluate(() => window.kit.events)).toEqual([]);
});

test("a track of the app's is sent, and not stopped when another source follows; muted stays muted", async ({
  call,
}) => {
  const [sender, receiver] = await startCall(call);
  await sender.page.bringToFront();
  const states = await sender.page.evaluate(async () => {
    const { publisher } = window.kit;
    const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
    if (publisher === undefined || track === undefined) throw new Error('no track');
    await publisher.setAudioSource(track);
    const given = publisher.getAudioSource() === track;
    publisher.publishAudio(false);
    const microphone = (await OT.getDevices()).find(({ kind }) => kind === 'audioInput');
    await publisher.setAudioSource(microphone?.deviceId ?? '');
    const muted = publisher.getAudioSource()?.enabled === false;
    publisher.publishAudio(true);
    return { given, muted, left: track.readyState };
  });
  expect(states).toEqual({ given: true, muted: true, left: 'live' });
  await receiver.listen();
});

test('what cannot be had is refused, and what was there goes on', async ({ call }) => {
  const [sender, receiver] = await startCall(call);
  const refused = await sender.page.evaluate(async () => {
    const { publisher } = window.kit;
    if (publisher === undefined) throw new Error('not published');
    const before = [publisher.getVideoSource().track, publisher.getAudioSource()];
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => 'no error',
        ({ name, code }) => `${name} ${code}`,
      );
    const microphone = publisher.getAudioSource()?.getSettings().deviceId ?? '';
    const names = [
      await refusal(publisher.setVideoSource('no-such-camera')),
      await refusal(publisher.setVideoSource(7 as never)),
      await refusal(publisher.setAudioSource('no-such-microphone')),
      await refusal(publisher.setAudioSource(publisher.getVideoSource().track as MediaStreamTrack)),
    ];
    const kept = before.every((track) => track?.readyState === 'live');
    const raced = await Promise.all([
      refusal(publisher.setAudioSource(microphone)),
      refusal(publisher.setAudioSource(microphone)),
    ]);
    const mute = await OT.initPublisher.promise(undefined, { audioSource: null });
    const still = document.createElement('canvas');
    still.getContext('2d');
    const custom = await OT.initPublisher.promise(undefined, {
      videoSource: still.captureStream().getVideoTracks()[0],
    });
    names.push(await refusal(mute.setAudioSource(microphone)), await refusal(custom.cycleVideo()));
    names.push(await refusal(custom.setVideoSource('any')), String(custom.getVideoSource().type));
    mute.destroy();
    custom.destroy();
    return { names, kept, raced };
  });
  expect(refused).toEqual({
    names: [
      'OT_INVALID_VIDEO_SOURCE 1041',
      'OT_INVALID_VIDEO_SOURCE 1041',
      'OT_NOT_FOUND 404',
      'OT_INVALID_PARAMETER 1011',
      'OT_NOT_SUPPORTED 1500',
      'OT_NOT_SUPPORTED 1500',
      'OT_SET_VIDEO_SOURCE_FAILURE 1040',
      'custom',
    ],
    kept: true,
    raced: ['OT_CANCEL 1500', 'no error'],
  });
  await receiver.watch();
  await receiver.listen();
});

test('a camera that is chosen while the picture is off is remembered, not opened', async ({ call }) => {
  const { page } = await call.openPage();
  const seen = await page.evaluate(async () => {
    const publisher = await OT.initPublisher.promise();
    const camera = publisher.getVideoSource().deviceId ?? '';
    await publisher.publishVideo.promise(false);
    await publisher.setVideoSource(camera);
    const { deviceId, track } = publisher.getVideoSource();
    await publisher.publishVideo.promise(true);
    const later = publisher.getVideoSource();
    const cycled = await publisher.cycleVideo();
    publisher.destroy();
    return [deviceId === camera, track, later.deviceId === camera, later.track?.kind, cycled.deviceId !== ''];
  });
  expect(seen).toEqual([true, null, true, 'video', true]);
});

test('a microphone that is removed is replaced by the default one, unless the app looks after that', async ({
  call,
}) => {
  const [sender, receiver] = await startCall(call);
  await sender.page.bringToFront();
  const change = await sender.page.evaluate(async () => {
    const { publisher, peerConnections } = window.kit;
    if (publisher === undefined) throw new Error('not published');
    const own = await OT.initPublisher.promise(undefined, { disableAudioInputDeviceManagement: true });
    const ownTrack = own.getAudioSource();
    const old = publisher.getAudioSource();
    const oldId = old?.getSettings().deviceId;
    const changed = new Promise<{ device: { deviceId: string }; previousDevice: { deviceId: string } }>((resolve) => {
      publisher.on('audioInputDeviceChanged', resolve);
    });
    // The devices of these browsers cannot be unplugged: their list says so.
    const devices = await navigator.mediaDevices.enumerateDevices();
    const other = { kind: 'audioinput', deviceId: 'other', groupId: 'other', label: 'Other' } as MediaDeviceInfo;
    navigator.mediaDevices.enumerateDevices = async () => [
      ...devices.filter(({ deviceId }) => deviceId !== oldId),
      other,
    ];
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    const { device, previousDevice } = await changed;
    const track = publisher.getAudioSource();
    await new Promise<void>((resolve) => {
      const look = () => {
        const sent = peerConnections.flatMap((connection) => connection.getSenders()).map((each) => each.track);
        if (sent.includes(track)) resolve();
        else setTimeout(look, 20);
      };
      look();
    });
    const result = {
      device: device.deviceId === track?.getSettings().deviceId,
      previous: previousDevice.deviceId === oldId,
      states: [old?.readyState, track?.readyState],
      own: own.getAudioSource() === ownTrack && ownTrack?.readyState,
    };
    own.destroy();
    return result;
  });
  expect(change).toEqual({ device: true, previous: true, states: ['ended', 'live'], own: 'live' });
  await receiver.listen();
  expect(await receiver.page.evaluate(() => window.kit.events)).toEqual([]);
});
