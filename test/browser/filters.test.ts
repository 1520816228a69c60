import { expect, test } from '../support/call.ts';

// Filters and media processor connectors: what others get is what was made of the tracks, never the tracks themselves.

/** Puts connectors of an app into the page: a picture all red, and a tone. */
const installConnectors = () => {
  const made = { tracks: [] as string[], destroyed: 0 };
  const video = {
    async setTrack(track: MediaStreamTrack) {
      made.tracks.push(`${track.kind} ${track.readyState}`);
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 240;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      let shade = 0;
      setInterval(() => {
        shade = (shade + 1) % 20;
        context.fillStyle = `rgb(${235 + shade}, 0, 0)`;
        context.fillRect(0, 0, 320, 240);
      }, 50);
      return canvas.captureStream().getVideoTracks()[0] as MediaStreamTrack;
    },
    async destroy() {
      made.destroyed += 1;
    },
  };
  const audio = {
    async setTrack(track: MediaStreamTrack) {
      made.tracks.push(`${track.kind} ${track.readyState}`);
      const context = new AudioContext();
      const oscillator = context.createOscillator();
      const destination = context.createMediaStreamDestination();
      oscillator.connect(destination);
      oscillator.start();
      return destination.stream.getAudioTracks()[0] as MediaStreamTrack;
    },
    async destroy() {
      made.destroyed += 1;
    },
  };
  Object.assign(window.kit.kept, { made, video, audio });
};

type Kept = { made: { tracks: string[]; destroyed: number }; video: Connector; audio: Connector };
type Connector = { setTrack(track: MediaStreamTrack): Promise<MediaStreamTrack>; destroy(): Promise<void> };

/** Red, green and blue in the middle of a video, 0 to 255. */
const middleOf = (selector: string) => {
  const video = document.querySelector(selector) as HTMLVideoElement;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  [canvas.width, canvas.height] = [1, 1];
  context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
};

/** What a page has to allow for filters: WebAssembly, and workers from the server. */
const contentSecurityPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:";

const isRed = ([red = 0, green = 0, blue = 0]: number[]) => red > 180 && green < 80 && blue < 80;

test('others see and hear what a connector makes of camera and microphone, also after the camera was off', async ({
  call,
}) => {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish();
  await receiver.watch();
  const look = () => receiver.page.evaluate(middleOf, '.OT_subscriber video');
  await sender.page.evaluate(installConnectors);
  const outcome = await sender.page.evaluate(async () => {
    const { publisher, kept } = window.kit;
    const { made, video, audio } = kept as Kept;
    await publisher?.setVideoMediaProcessorConnector(video);
    await publisher?.setAudioMediaProcessorConnector(audio);
    const refused = await publisher
      ?.setVideoMediaProcessorConnector({} as never)
      .catch(({ name }: { name: string }) => name);
    const filtered = await publisher
      ?.applyVideoFilter({ type: 'backgroundBlur' })
      .catch(({ name }: { name: string }) => name);
    return { tracks: made.tracks, refused, filtered };
  });
  expect(outcome).toEqual({
    tracks: ['video live', 'audio live'],
    refused: 'OT_INVALID_PARAMETER',
    filtered: 'OT_NOT_SUPPORTED',
  });
  await expect.poll(async () => isRed(await look())).toBe(true);
  await expect.poll(async () => isRed(await sender.page.evaluate(middleOf, '.OT_publisher video'))).toBe(true);
  await sender.page.evaluate(() => window.kit.publisher?.publishVideo.promise(false));
  await expect(receiver.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
  await sender.page.evaluate(() => window.kit.publisher?.publishVideo.promise(true));
  await receiver.watch();
  await expect.poll(async () => isRed(await look())).toBe(true);
  const ended = await sender.page.evaluate(async () => {
    await window.kit.publisher?.setVideoMediaProcessorConnector(null);
    await window.kit.publisher?.setAudioMediaProcessorConnector(null);
    return window.kit.kept.made;
  });
  expect(ended).toMatchObject({ tracks: ['video live', 'audio live', 'video live'], destroyed: 2 });
  await expect.poll(async () => isRed(await look())).toBe(false);
});

test('a viewer sees what its own connector makes of a stream', async ({ call }) => {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish();
  await receiver.watch();
  const look = () => receiver.page.evaluate(middleOf, '.OT_subscriber video');
  expect(isRed(await look())).toBe(false);
  await receiver.page.evaluate(installConnectors);
  await receiver.page.evaluate(() => {
    const { subscribers, kept } = window.kit;
    return subscribers[0]?.setVideoMediaProcessorConnector((kept as Kept).video);
  });
  await expect.poll(async () => isRed(await look())).toBe(true);
  await receiver.page.evaluate(() => window.kit.subscribers[0]?.setVideoMediaProcessorConnector(null));
  await expect.poll(async () => isRed(await look())).toBe(false);
});

test('a background is replaced from the first picture on, noise is taken out, and everything comes from the own server', async ({
  call,
}) => {
  test.setTimeout(60_000);
  const [sender, receiver] = [await call.openPage({ contentSecurityPolicy }), await call.openPage()];
  const hosts = new Set<string>();
  const files = new Set<string>();
  sender.page.on('request', (request) => {
    const { host, pathname } = new URL(request.url());
    if (request.url().startsWith('http')) hosts.add(host);
    if (pathname.includes('/filters/')) files.add(pathname.split('/').at(-1) ?? '');
  });
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  const supported = await sender.page.evaluate(async () => [
    OT.hasMediaProcessorSupport(),
    await OT.hasMediaProcessorSupport.promise('video'),
  ]);
  expect(supported).toEqual([true, true]);
  const backgroundImgUrl = await sender.page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 240];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = 'rgb(250, 0, 0)';
    context.fillRect(0, 0, 320, 240);
    return canvas.toDataURL();
  });
  await sender.publish({
    resolution: '320x240',
    videoFilter: { type: 'backgroundReplacement', backgroundImgUrl },
    audioFilter: { type: 'advancedNoiseSuppression' },
  });
  await receiver.watch();
  // Nobody is in the test picture: all of it is background.
  const red = () => receiver.page.evaluate(middleOf, '.OT_subscriber video');
  await expect.poll(async () => isRed(await red()), { timeout: 20_000 }).toBe(true);
  await receiver.listen();
  const seen = await sender.page.evaluate(async () => {
    const { publisher } = window.kit;
    const filters = [publisher?.getVideoFilter()?.type, publisher?.getAudioFilter()?.type];
    const refused = await publisher
      ?.applyVideoFilter({ type: 'sepia' } as never)
      .catch(({ name }: { name: string }) => name);
    await publisher?.clearVideoFilter();
    await publisher?.clearAudioFilter();
    return { filters, refused, after: [publisher?.getVideoFilter(), publisher?.getAudioFilter()] };
  });
  expect(seen).toEqual({
    filters: ['backgroundReplacement', 'advancedNoiseSuppression'],
    refused: 'OT_INVALID_PARAMETER',
    after: [null, null],
  });
  await expect.poll(async () => isRed(await red())).toBe(false);
  expect([...hosts]).toEqual([new URL(call.server.httpUrl).host]);
  expect([...files]).toEqual(expect.arrayContaining(['filters.mjs', 'selfie_segmentation_landscape.tflite']));
});
