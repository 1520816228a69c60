import type { SubscriberProperties } from '../../src/client/subscriber/properties.ts';
import type { Subscriber } from '../../src/client/subscriber/subscriber.ts';
import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

// Which of the publisher's layers a viewer gets, proved by the frames it decodes: 640 x 480 and 320 x 240 are sent.

/** A viewer of somebody's two layers. */
async function watchStream(call: Call, properties: SubscriberProperties = {}): Promise<Participant> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId, role: 'subscriber' }), { subscribe: false });
  await receiver.page.evaluate((wishes) => {
    const { session, subscribers } = window.kit;
    session?.on('streamCreated', ({ stream }) => {
      subscribers.push(session.subscribe(stream, undefined, { insertMode: 'append', ...wishes }));
    });
  }, properties);
  await sender.join(invitation, { subscribe: false });
  await sender.publish({ resolution: '640x480' });
  await receiver.watch();
  return receiver;
}

/** Waits until frames of that width are decoded. */
function expectWidth({ page }: Participant, width: number): Promise<void> {
  return expect
    .poll(() => page.evaluate(() => window.kit.subscribers[0]?.videoWidth()), { timeout: 20_000 })
    .toBe(width);
}

function decodedFrames({ page }: Participant): Promise<number> {
  return page.evaluate(() => window.kit.received('video', 'framesDecoded'));
}

/** Waits until no frame has been decoded for a while. */
async function expectStill(receiver: Participant): Promise<void> {
  let before = -1;
  const isStill = async () => {
    const now = await decodedFrames(receiver);
    const still = now === before;
    before = now;
    return still;
  };
  await expect.poll(isStill, { intervals: [700], timeout: 15_000 }).toBe(true);
}

test('the preferred resolution chooses the layer; null is the best there is', async ({ call }) => {
  const receiver = await watchStream(call, { preferredResolution: { width: 320, height: 240 } });
  await expectWidth(receiver, 320);
  const prefer = (size: { width: number; height: number } | null) =>
    receiver.page.evaluate((size) => window.kit.subscribers[0]?.setPreferredResolution(size), size);
  await prefer(null);
  await expectWidth(receiver, 640);
  await prefer({ width: 320, height: 240 });
  await expectWidth(receiver, 320);
});

test('with auto the picture is as good as its container is big', async ({ call }) => {
  const receiver = await watchStream(call, { preferredResolution: 'auto' });
  await expectWidth(receiver, 320);
  await receiver.page.evaluate(() => {
    const { style } = document.querySelector('.OT_subscriber') as HTMLElement;
    Object.assign(style, { width: '640px', height: '480px' });
  });
  await expectWidth(receiver, 640);
  const refused = await receiver.page.evaluate(() =>
    (window.kit.subscribers[0] as Subscriber).setPreferredResolution(null).catch(({ name }) => name),
  );
  expect(refused).toBe('OT_NOT_SUPPORTED');
});

test('with auto a picture that nobody sees is not sent, and moves again when it is seen', async ({ call }) => {
  const receiver = await watchStream(call, { preferredResolution: 'auto' });
  const { page } = receiver;
  const setMargin = (margin: string) =>
    page.evaluate((margin) => {
      (document.querySelector('.OT_subscriber') as HTMLElement).style.marginTop = margin;
    }, margin);
  await setMargin('5000px');
  await expectStill(receiver);
  await setMargin('');
  await receiver.watch();

  const setHidden = (hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await setHidden(true);
  await expectStill(receiver);
  await setHidden(false);
  await receiver.watch();
});

test('a preferred and a restricted frame rate leave frames out', async ({ call }) => {
  const receiver = await watchStream(call);
  const rate = () =>
    receiver.page.evaluate(async () => (await window.kit.subscribers[0]?.getStats())?.video?.decodedFrameRate ?? 0);
  // The first readings are averages since the start, when nothing came yet.
  let full = 0;
  const isSteady = async () => {
    const before = full;
    full = await rate();
    return full > 8 && Math.abs(full - before) < full / 10;
  };
  await expect.poll(isSteady, { intervals: [1500], timeout: 20_000 }).toBe(true);
  await receiver.page.evaluate(() => (window.kit.subscribers[0] as Subscriber).restrictFrameRate.promise(true));
  await expect.poll(rate, { timeout: 15_000 }).toBeLessThan(full * 0.65);
  await receiver.watch();
  await receiver.page.evaluate(() => (window.kit.subscribers[0] as Subscriber).restrictFrameRate.promise(false));
  await expect.poll(rate, { timeout: 15_000 }).toBeGreaterThan(full * 0.65);
});
