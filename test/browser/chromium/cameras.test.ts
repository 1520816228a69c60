import { toLaunchOptions } from '../../support/browsers.ts';
import { expect, test } from '../../support/call.ts';
import { Participant } from '../../support/participant.ts';

test('cycleVideo goes through the cameras and begins again', async ({ playwright, server }) => {
  const options = toLaunchOptions('chromium', ['--use-fake-device-for-media-stream=device-count=2']);
  const browser = await playwright.chromium.launch(options);
  const participant = await Participant.open(await browser.newContext(), server.httpUrl);
  const ids = await participant.page.evaluate(async () => {
    const publisher = await OT.initPublisher.promise();
    const first = publisher.getVideoSource().deviceId;
    const second = (await publisher.cycleVideo()).deviceId;
    const open = publisher.getVideoSource().deviceId;
    const third = (await publisher.cycleVideo()).deviceId;
    publisher.destroy();
    return { moved: first !== second, open: open === second, again: first === third };
  });
  expect(ids).toEqual({ moved: true, open: true, again: true });
  expect(await participant.complaints()).toEqual([]);
  await browser.close();
});
