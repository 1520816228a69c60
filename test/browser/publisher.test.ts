import type { Publisher } from '../../src/client/publisher/publisher.ts';
import type { Subscriber } from '../../src/client/subscriber/subscriber.ts';
import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// Publisher and subscriber as an app uses them, in real browsers with real media; `kept` holds what a page needs later.

/** A publisher in the first browser and a subscriber in the second, both inside an own `#stage`. */
async function startCall(call: Call, properties: object = {}): Promise<[Participant, Participant]> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  const viewer = await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' });
  await receiver.page.evaluate(async ({ apiKey, sessionId, token }) => {
    const { kept, events } = window.kit;
    document.body.append(Object.assign(document.createElement('div'), { id: 'stage' }));
    const session = OT.initSession(apiKey, sessionId);
    kept.session = session;
    kept.subscribed = new Promise((resolve, reject) => {
      session.on('streamCreated', ({ stream }) => {
        const subscriber = session.subscribe(stream, 'stage', { insertMode: 'append' }, (error) => {
          if (error) reject(error);
          else resolve(true);
        });
        for (const type of ['videoDisabled', 'videoEnabled', 'destroyed'] as const) {
          subscriber.on(type, ({ reason }) => events.push({ from: 'subscriber', type, reason }));
        }
        kept.subscriber = subscriber;
      });
    });
    await session.connect.promise(token);
  }, viewer);
  await sender.page.evaluate(
    async ([{ apiKey, sessionId, token }, options]) => {
      const { kept, events } = window.kit;
      document.body.append(Object.assign(document.createElement('div'), { id: 'stage' }));
      const session = OT.initSession(apiKey, sessionId);
      kept.session = session;
      await session.connect.promise(token);
      const publisher = OT.initPublisher('stage', { insertMode: 'append', ...options });
      publisher.on('streamDestroyed', ({ reason }) =>
        events.push({ from: 'publisher', type: 'streamDestroyed', reason }),
      );
      kept.publisher = publisher;
      await session.publish.promise(publisher);
    },
    [invitation, properties] as const,
  );
  await receiver.page.evaluate(() => window.kit.kept.subscribed);
  return [sender, receiver];
}

/** Waits until the receiver's video shows fresh, moving pictures. */
function watch(receiver: Participant): Promise<void> {
  return receiver.page.evaluate(() => window.kit.watch(document.querySelector('video') as HTMLVideoElement, 3));
}

test('a camera that is turned off is closed, the viewer sees the poster; turned on, it is seen again', async ({
  call,
}) => {
  const [sender, receiver] = await startCall(call, { initials: 'al', name: 'Ada' });
  await watch(receiver);
  const off = await sender.page.evaluate(async () => {
    const publisher = window.kit.kept.publisher as Publisher;
    const preview = publisher.element?.querySelector('video')?.srcObject as MediaStream;
    const [camera] = preview.getVideoTracks();
    await new Promise((resolve) => publisher.publishVideo(false, resolve));
    return {
      camera: camera?.readyState,
      left: preview.getTracks().map(({ kind }) => kind),
      own: publisher.stream?.hasVideo,
    };
  });
  expect(off).toEqual({ camera: 'ended', left: ['audio'], own: false });
  await expect(receiver.page.locator('.OT_subscriber .OT_video-poster')).toBeVisible();
  await expect(receiver.page.locator('.OT_subscriber .OT_video-poster text')).toHaveText('AL');

  await sender.page.evaluate(async () => {
    const publisher = window.kit.kept.publisher as Publisher;
    await new Promise((resolve) => publisher.publishVideo(true, resolve));
  });
  await expect(receiver.page.locator('.OT_subscriber .OT_video-poster')).toBeHidden();
  await watch(receiver);
  const events = await receiver.page.evaluate(() => window.kit.events);
  expect(events).toEqual([
    { from: 'subscriber', type: 'videoDisabled', reason: 'publishVideo' },
    { from: 'subscriber', type: 'videoEnabled', reason: 'publishVideo' },
  ]);
});

test('a publisher that starts without picture opens no camera, and can turn it on later', async ({ call }) => {
  const [sender, receiver] = await startCall(call, { publishVideo: false });
  const tracks = await sender.page.evaluate(() => {
    const preview = document.querySelector('video')?.srcObject as MediaStream;
    return preview.getTracks().map(({ kind }) => kind);
  });
  expect(tracks).toEqual(['audio']);
  await expect(receiver.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
  await sender.page.evaluate(async () => {
    const publisher = window.kit.kept.publisher as Publisher;
    await new Promise((resolve) => publisher.publishVideo(true, resolve));
  });
  await watch(receiver);
  await expect(receiver.page.locator('.OT_subscriber')).not.toHaveClass(/OT_audio-only/);
});

test('a stream of sound alone is subscribed to when its sound arrives', async ({ call }) => {
  const [, receiver] = await startCall(call, { videoSource: null });
  const { timings, playing } = await receiver.page.evaluate(() => {
    const subscriber = window.kit.kept.subscriber as Subscriber;
    return { timings: subscriber.getTimings(), playing: subscriber.element?.querySelector('video')?.paused === false };
  });
  expect(timings.firstRtp).toBeGreaterThan(0);
  expect(timings.firstFrame).toBeUndefined();
  expect(playing).toBe(true);
  await expect
    .poll(() => receiver.page.evaluate(() => window.kit.received('audio', 'totalAudioEnergy')))
    .toBeGreaterThan(0);
});

test('a video that is moved in the page plays on', async ({ call }) => {
  const [sender, receiver] = await startCall(call);
  await watch(receiver);
  for (const { page } of [sender, receiver]) {
    await page.evaluate(async () => {
      const widget = document.querySelector('.OT_root') as HTMLElement;
      const shelf = document.createElement('section');
      document.body.append(shelf);
      shelf.append(widget);
      await window.kit.watch(widget.querySelector('video') as HTMLVideoElement, 3);
    });
  }
});

test('what a viewer switches off is not sent to it', async ({ call }) => {
  const [, receiver] = await startCall(call);
  await watch(receiver);
  await receiver.page.evaluate(() => void (window.kit.kept.subscriber as Subscriber).subscribeToVideo(false));
  await expect(receiver.page.locator('.OT_subscriber')).toHaveClass(/OT_audio-only/);
  const framesDecoded = () => receiver.page.evaluate(() => window.kit.received('video', 'framesDecoded'));
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await framesDecoded();
        const still = now === before;
        before = now;
        return still;
      },
      { intervals: [500] },
    )
    .toBe(true);
  await receiver.page.evaluate(() => void (window.kit.kept.subscriber as Subscriber).subscribeToVideo(true));
  await watch(receiver);
  expect(await framesDecoded()).toBeGreaterThan(before);
  const reasons = await receiver.page.evaluate(() => window.kit.events.map(({ type, reason }) => `${type} ${reason}`));
  expect(reasons).toEqual(['videoDisabled subscribeToVideo', 'videoEnabled subscribeToVideo']);
});

test('an unpublished stream whose publisher is kept can be published again', async ({ call }) => {
  const [sender, receiver] = await startCall(call);
  await sender.page.evaluate(() => {
    const publisher = window.kit.kept.publisher as Publisher;
    publisher.once('streamDestroyed', (event) => event.preventDefault());
    const session = window.kit.kept.session as ReturnType<typeof OT.initSession>;
    session.unpublish(publisher);
  });
  await expect.poll(() => receiver.page.evaluate(() => window.kit.events.at(-1)?.type)).toBe('destroyed');
  const again = await sender.page.evaluate(async () => {
    const publisher = window.kit.kept.publisher as Publisher;
    const session = window.kit.kept.session as ReturnType<typeof OT.initSession>;
    const between = { session: publisher.session, stream: publisher.stream };
    await session.publish.promise(publisher);
    return { between, live: publisher.stream?.streamId !== undefined, events: window.kit.events };
  });
  expect(again.between).toEqual({});
  expect(again.live).toBe(true);
  expect(again.events).toEqual([{ from: 'publisher', type: 'streamDestroyed', reason: 'unpublished' }]);
  await expect(receiver.page.locator('video')).toHaveCount(1);
  await watch(receiver);
});

test('destroy stops what was captured, not what the app gave', async ({ call }) => {
  const { page } = await call.openPage();
  const states = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
    const [given] = canvas.captureStream(5).getVideoTracks();
    const publisher = await OT.initPublisher.promise(null, { videoSource: given });
    const preview = publisher.element?.querySelector('video') as HTMLVideoElement;
    const tracks = (preview.srcObject as MediaStream).getTracks();
    publisher.destroy();
    publisher.destroy();
    return tracks.map(({ kind, readyState }) => `${kind} ${readyState}`).toSorted();
  });
  expect(states).toEqual(['audio ended', 'video live']);
});
