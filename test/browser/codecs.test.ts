import { expect, test } from '../support/call.ts';
import type { Participant } from '../support/participant.ts';

/** Whether a browser has a codec, in both directions. */
function has({ page }: Participant, mimeType: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const lists = [RTCRtpSender.getCapabilities('video'), RTCRtpReceiver.getCapabilities('video')];
    return lists.every((list) => list?.codecs.some((codec) => codec.mimeType.toLowerCase() === wanted.toLowerCase()));
  }, mimeType);
}

for (const codec of ['vp8', 'vp9', 'h264', 'av1'] as const) {
  test(`a publisher that prefers ${codec} is received as ${codec} where the browser has it`, async ({ call }) => {
    const [first, second] = await call.openPair();
    const mimeType = `video/${codec.toUpperCase()}`;
    const available = (await has(first, mimeType)) && (await has(second, mimeType));
    const invitation = await call.invite();
    await first.join(invitation);
    await first.publish({ preferredVideoCodecs: [codec, 'vp8'] });
    await second.join(await call.invite({ sessionId: invitation.sessionId }));
    await second.watch();
    const received = await second.page.evaluate(() => window.kit.receivedCodecs());
    expect(received.map((type) => type.toLowerCase())).toEqual([(available ? mimeType : 'video/VP8').toLowerCase()]);
  });
}
