import { expect, test } from '../support/call.ts';

// What an app asks before and beside a call.

test('the browser names its codecs and what of a screen it can share', async ({ call }) => {
  const { page } = await call.openPage();
  const seen = await page.evaluate(async () => {
    const { videoEncoders, videoDecoders } = await OT.getSupportedCodecs();
    let told: unknown;
    const capability = await OT.checkScreenSharingCapability((response) => {
      told = response;
    });
    const unknownKind = (() => {
      try {
        OT.registerScreenSharingExtension('netscape', 'id');
        return 'no error';
      } catch (error) {
        return (error as Error).constructor.name;
      }
    })();
    OT.registerScreenSharingExtension('chrome', 'id', 2);
    return { videoEncoders, videoDecoders, capability, same: told === capability, unknownKind };
  });
  expect(seen.videoEncoders).toContain('VP8');
  expect(seen.videoDecoders).toContain('VP8');
  expect(seen.capability).toMatchObject({ supported: true, supportedSources: { screen: true, application: false } });
  expect(seen).toMatchObject({ same: true, unknownKind: 'Error' });
});

test('a capture without a publisher follows the same options and refusals', async ({ call }) => {
  const { page } = await call.openPage();
  const seen = await page.evaluate(async () => {
    const stream = await OT.getUserMedia({ audioSource: null, resolution: '320x240' });
    const [track, ...others] = stream.getTracks();
    const { width } = track?.getSettings() ?? {};
    track?.stop();
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const own = canvas.captureStream().getVideoTracks()[0];
    const mixed = await OT.getUserMedia({ videoSource: own, audioSource: null });
    const refused = await OT.getUserMedia({ audioSource: null, videoSource: null }).catch(({ name }) => name);
    const gone = await OT.getUserMedia({ audioSource: null, videoSource: 'no-such-camera' }).catch(({ name }) => name);
    return { kind: track?.kind, others: others.length, width, given: mixed.getTracks()[0] === own, refused, gone };
  });
  expect(seen).toMatchObject({ kind: 'video', others: 0, given: true, refused: 'OT_INVALID_PARAMETER' });
  expect(seen.gone).toMatch(/^OT_(CONSTRAINTS_NOT_SATISFIED|NO_DEVICES_FOUND)$/);
});

test('devices have labels once the user was asked for them', async ({ call }) => {
  const { page } = await call.openPage();
  const labels = await page.evaluate(async () => {
    const devices = await OT.getDevices({ requestPermission: true });
    return devices.map(({ label }) => label !== '');
  });
  expect(labels.length).toBeGreaterThan(1);
  expect(labels).not.toContain(false);
});

test('all sound is played on the chosen output, and none that does not exist can be chosen', async ({ call }) => {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish();
  await receiver.watch();
  // Firefox lists devices only to a page that is looked at.
  await receiver.page.bringToFront();
  const seen = await receiver.page.evaluate(async () => {
    const before = await OT.getActiveAudioOutputDevice();
    const refused = await OT.setAudioOutputDevice('no-such-output').catch(({ name }) => name);
    // The outputs of these browsers differ: what is chosen is what the element was told.
    const video = document.querySelector('.OT_subscriber video') as HTMLVideoElement;
    const told: string[] = [];
    video.setSinkId = async (deviceId) => void told.push(deviceId);
    const devices = [{ kind: 'audiooutput', deviceId: 'headset', groupId: '', label: 'Headset' }];
    navigator.mediaDevices.enumerateDevices = async () => devices as MediaDeviceInfo[];
    await OT.setAudioOutputDevice('headset');
    const chosen = await OT.getActiveAudioOutputDevice();
    devices.splice(0, 1, { kind: 'audiooutput', deviceId: 'default', groupId: '', label: 'Speaker' });
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    return { before, refused, chosen, told, after: await OT.getActiveAudioOutputDevice() };
  });
  expect(seen).toEqual({
    before: { deviceId: null, label: null },
    refused: 'OT_INVALID_AUDIO_OUTPUT_SOURCE',
    chosen: { deviceId: 'headset', label: 'Headset' },
    told: ['headset', ''],
    after: { deviceId: null, label: null },
  });
});
