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

test('a report of an issue is a file with events and numbers, without tokens, names and addresses', async ({
  call,
}) => {
  const participant = await call.openPage();
  const invitation = await call.invite({ data: 'SECRET-NAME' });
  await participant.join(invitation, { subscribe: false });
  await participant.publish({ name: 'SECRET-STREAM' });
  const { id, name, text } = await participant.page.evaluate(async () => {
    const written: Blob[] = [];
    const names: string[] = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      written.push(blob as Blob);
      return create(blob);
    };
    HTMLAnchorElement.prototype.click = function () {
      names.push(this.download);
    };
    return { id: await OT.reportIssue(), name: names[0], text: (await written[0]?.text()) ?? '' };
  });
  expect(name).toBe(`conclave-issue-${id}.json`);
  const report = JSON.parse(text);
  expect(report.sessions[0]).toMatchObject({ sessionId: invitation.sessionId, state: 'connected' });
  expect(report.publishers[0].stats[0].stats.video.packetsSent).toBeGreaterThanOrEqual(0);
  expect(report.publishers[0].report.length).toBeGreaterThan(3);
  expect(report.events.join('\n')).toContain('sessionConnected');
  // A browser's version looks like an address.
  const rest = JSON.stringify({ ...report, browser: '' });
  for (const secret of [invitation.token, 'SECRET-NAME', 'SECRET-STREAM']) expect(rest).not.toContain(secret);
  expect(rest).not.toMatch(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/);
  expect(rest).not.toMatch(/[0-9a-f]{0,4}::[0-9a-f]{1,4}|([0-9a-f]{1,4}:){4,}/i);
});

test('a report may be posted to the app, and what fails is told', async ({ call }) => {
  const participant = await call.openPage();
  participant.expectComplaint(/500/);
  let asked = 0;
  await participant.page.route('**/issues', (route) => {
    asked += 1;
    return route.fulfill({ status: asked > 1 ? 500 : 204 });
  });
  const seen = await participant.page.evaluate(async () => {
    const posted: string[] = [];
    const { fetch } = window;
    window.fetch = (url, init) => {
      posted.push(String(init?.body));
      return fetch(url, init);
    };
    const id = await OT.reportIssue({ url: '/issues' });
    let told: unknown;
    const refused = await OT.reportIssue({ url: '/issues' }, (error) => {
      told = error?.name;
    }).catch(({ name, code }) => `${name} ${code}`);
    return { same: JSON.parse(posted[0] ?? '{}').id === id, refused, told };
  });
  expect(seen).toEqual({ same: true, refused: 'OT_REPORT_ISSUE_FAILED 2011', told: 'OT_REPORT_ISSUE_FAILED' });
});

test('the ways of ICE are the app choice: relay alone without a relay finds no way, and all finds it again', async ({
  call,
}) => {
  test.setTimeout(60_000);
  const participant = await call.openPage();
  participant.expectComplaint(/ICE failed|WebRTC/);
  const seen = await participant.page.evaluate(
    async ({ apiKey, sessionId, token }) => {
      const refusals = [{ transportPolicy: 'none' }, { customServers: [{ url: 'turn:x' }] }, 7].map((iceConfig) => {
        try {
          OT.initSession(apiKey, sessionId, { iceConfig: iceConfig as never });
          return 'accepted';
        } catch (error) {
          return (error as Error).name;
        }
      });
      const session = OT.initSession(apiKey, sessionId, { iceConfig: { transportPolicy: 'relay' } });
      await session.connect.promise(token);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const relayOnly = session.getJoinTimings().iceConnected;
      const late = await session.setIceConfig({ includeServers: 'some' } as never).catch(({ name }) => name);
      await session.setIceConfig({ transportPolicy: 'all' });
      const publisher = OT.initPublisher(undefined, { insertMode: 'append' });
      await session.publish.promise(publisher);
      return { refusals, relayOnly, late, published: publisher.stream !== undefined };
    },
    await call.invite(),
  );
  expect(seen).toEqual({
    refusals: ['OT_INVALID_PARAMETER', 'OT_INVALID_PARAMETER', 'OT_INVALID_PARAMETER'],
    relayOnly: undefined,
    late: 'OT_INVALID_PARAMETER',
    published: true,
  });
});

test('what this server does not have says so: end-to-end encryption and captions', async ({ call }) => {
  const { page } = await call.openPage();
  const seen = await page.evaluate(
    async ({ apiKey, sessionId, token }) => {
      const nameOf = ({ name, code }: { name: string; code: number }) => `${name} ${code}`;
      const secret = OT.initSession(apiKey, sessionId, { encryptionSecret: 'correct horse' });
      const refused = await secret.connect.promise(token).catch(nameOf);
      const later = await secret.setEncryptionSecret('battery staple').catch(nameOf);
      const publisher = OT.initPublisher(undefined, { insertMode: 'append', publishCaptions: true });
      const captions = await publisher.publishCaptions(true).catch(nameOf);
      await publisher.publishCaptions(false);
      return { supported: OT.hasEndToEndEncryptionSupport(), refused, later, captions };
    },
    await call.invite(),
  );
  expect(seen).toEqual({
    supported: false,
    refused: 'OT_NOT_SUPPORTED 1006',
    later: 'OT_NOT_SUPPORTED 1006',
    captions: 'OT_NOT_SUPPORTED 1500',
  });
});

test('everything but media goes through a proxy that is named in time', async ({ call }) => {
  const participant = await call.openPage();
  participant.expectComplaint(/WebSocket|ERR_|NS_ERROR|establish a connection|Failed to load resource|404/);
  const asked: string[] = [];
  participant.page.on('request', (request) => void asked.push(request.url()));
  participant.page.on('websocket', (socket) => void asked.push(socket.url()));
  const origin = call.server.httpUrl;
  const seen = await participant.page.evaluate(
    async ({ apiKey, sessionId, token, origin }) => {
      const codes: number[] = [];
      OT.on('exception', ({ code }) => void codes.push(code));
      OT.setProxyUrl(`${origin}/proxy/`);
      OT.setProxyUrl(`${origin}/another`);
      const session = OT.initSession(apiKey, sessionId);
      OT.setProxyUrl(`${origin}/late`);
      const refused = await session.connect.promise(token).catch(({ name }) => name);
      return { codes: codes.slice(0, 2), refused };
    },
    { ...(await call.invite()), origin },
  );
  expect(seen).toEqual({ codes: [2022, 2021], refused: 'OT_CONNECT_FAILED' });
  const { host } = new URL(origin);
  expect(asked.filter((url) => url.includes('/proxy/')).length).toBeGreaterThan(0);
  expect(asked.every((url) => new URL(url).pathname.startsWith(`/proxy/${host}/`))).toBe(true);
});

test('old apps find the members they touch', async ({ call }) => {
  const { page } = await call.openPage();
  const seen = await page.evaluate(() => {
    const before = window.OT;
    OT.log('a line for the log');
    const error = new OT.Error('OT_X', 1, 'text');
    const found = {
      alias: (window as { TB?: unknown }).TB === OT,
      codes: OT.ExceptionCodes.INVALID_SESSION_ID,
      error: error instanceof Error,
      logs: OT.getLogs().some((line) => line.includes('a line for the log')),
      logged: [OT.shouldLog(OT.ERROR), OT.shouldLog(OT.DEBUG)],
      find: typeof OT.subscribers.find,
      version: /^v\d/.test(OT.version),
    };
    const kept = OT.noConflict();
    return { ...found, kept: kept === before, restored: window.OT === undefined };
  });
  expect(seen).toEqual({
    alias: true,
    codes: 1005,
    error: true,
    logs: true,
    logged: [true, false],
    find: 'function',
    version: true,
    kept: true,
    restored: true,
  });
});
