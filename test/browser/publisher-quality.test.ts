import { type Call, expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

/** A publisher of 640 x 480, and a viewer that sees it in full. */
async function startCall(call: Call, properties: object = {}): Promise<[sender: Participant, receiver: Participant]> {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  await sender.publish({ resolution: '640x480', frameRate: 30, ...properties });
  await receiver.watch();
  await receiver.page.waitForFunction(() => window.kit.subscribers[0]?.videoWidth() === 640);
  return [sender, receiver];
}

/** The encodings of the video that is sent, as the browser has them. */
function encodings({ page }: Participant) {
  return page.evaluate(() => {
    const senders = window.kit.peerConnections.flatMap((connection) => connection.getSenders());
    return senders.find(({ track }) => track?.kind === 'video')?.getParameters().encodings ?? [];
  });
}

test('a smaller picture, then the preset that keeps only the lowest layer, reach the viewer', async ({ call }) => {
  const [sender, receiver] = await startCall(call);
  await sender.page.evaluate(() => window.kit.publisher?.setPreferredResolution({ width: 320, height: 240 }));
  await receiver.page.waitForFunction(() => window.kit.subscribers[0]?.videoWidth() === 320);
  await sender.page.evaluate(() => window.kit.publisher?.setPreferredResolution({ width: 640, height: 480 }));
  await receiver.page.waitForFunction(() => window.kit.subscribers[0]?.videoWidth() === 640);
  const preset = await sender.page.evaluate(async () => {
    const { publisher } = window.kit;
    const before = [publisher?.getVideoBitratePreset(), publisher?.getMaxVideoBitrate()];
    await publisher?.setVideoBitratePreset('extra_bw_saver');
    return [...before, publisher?.getVideoBitratePreset(), publisher?.getMaxVideoBitrate()];
  });
  expect(preset).toEqual([undefined, undefined, 'extra_bw_saver', 0]);
  expect((await encodings(sender)).map(({ active }) => active)).toEqual([true, false]);
  await receiver.page.waitForFunction(() => window.kit.subscribers[0]?.videoWidth() === 320);
  await receiver.watch();
  await sender.page.evaluate(() => window.kit.publisher?.setVideoBitratePreset('default'));
  expect((await encodings(sender)).map(({ active }) => active)).toEqual([true, true]);
});

test('a cap of the bit rate holds', async ({ call }) => {
  const [sender, receiver] = await startCall(call, { scalableVideo: false, audioSource: null });
  const kept = await sender.page.evaluate(async () => {
    const { publisher } = window.kit;
    await publisher?.setMaxVideoBitrate(60_000);
    return [publisher?.getMaxVideoBitrate(), publisher?.getVideoBitratePreset()];
  });
  expect(kept).toEqual([60_000, 'custom']);
  // Over a second: at first the encoder still pays for what it sent before.
  await receiver.page.waitForFunction(async () => {
    const before = await window.kit.received('video', 'bytesReceived');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const bitsPerSecond = 8 * ((await window.kit.received('video', 'bytesReceived')) - before);
    return bitsPerSecond > 0 && bitsPerSecond < 90_000;
  });
  await receiver.watch();
  await sender.page.evaluate(() => window.kit.publisher?.setMaxVideoBitrate(0));
  expect((await encodings(sender))[0]?.maxBitrate).toBe(800_000);
});

test('wishes from before publishing hold, and frames are left out', async ({ call }) => {
  const [sender, receiver] = await call.openPair();
  const invitation = await call.invite();
  await receiver.join(await call.invite({ sessionId: invitation.sessionId }));
  await sender.join(invitation, { subscribe: false });
  const hints = await sender.page.evaluate(async () => {
    const { kit } = window;
    const publisher = await OT.initPublisher.promise(undefined, { insertMode: 'append', videoContentHint: 'motion' });
    kit.publisher = publisher;
    const before = publisher.getVideoContentHint();
    await publisher.setVideoContentHint('text');
    await publisher.setPreferredFrameRate(5);
    publisher.setTargetScalabilityMode('L3T2');
    await kit.session?.publish.promise(publisher);
    const { track } = publisher.getVideoSource();
    return [
      before,
      publisher.getVideoContentHint(),
      track?.contentHint ?? 'text',
      publisher.getTargetScalabilityMode(),
    ];
  });
  expect(hints).toEqual(['motion', 'text', 'text', 'L3T2']);
  await receiver.watch();
  await expect.poll(async () => (await encodings(sender)).map(({ maxFramerate }) => maxFramerate)).toEqual([5, 5]);
  await receiver.page.waitForFunction(async () => {
    const before = await window.kit.received('video', 'framesDecoded');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const frames = (await window.kit.received('video', 'framesDecoded')) - before;
    return frames > 0 && frames <= 8;
  });
});

test('what makes no sense is refused in the words of the contract', async ({ call }) => {
  const { page } = await call.openPage();
  const refused = await page.evaluate(async () => {
    const publisher = await OT.initPublisher.promise(undefined, { resolution: '640x480' });
    const nameOf = (error: { name: string; code?: number }) => `${error.name} ${error.code ?? ''}`.trim();
    const refusal = (promise: Promise<unknown>) => promise.then(() => 'no error', nameOf);
    const thrown = (call: () => void) => {
      try {
        call();
        return 'no error';
      } catch (error) {
        return nameOf(error as Error);
      }
    };
    const names = [
      await refusal(publisher.setMaxVideoBitrate(4_999)),
      await refusal(publisher.setMaxVideoBitrate(10_000_001)),
      await refusal(publisher.setMaxVideoBitrate('much' as never)),
      await refusal(publisher.setVideoBitratePreset('cheap' as never)),
      await refusal(publisher.setPreferredResolution({ width: 4000, height: 3000 })),
      await refusal(publisher.setPreferredResolution({ width: 0.5, height: 10 })),
      await refusal(publisher.setPreferredFrameRate(0)),
      await refusal(publisher.setVideoContentHint('sharp' as never)),
      thrown(() => publisher.setTargetScalabilityMode('L4T1')),
    ];
    publisher.destroy();
    return names;
  });
  const parameter = 'OT_INVALID_PARAMETER 1011';
  const plain = 'Error';
  expect(refused).toEqual([parameter, parameter, parameter, parameter, plain, plain, plain, plain, parameter]);
});
