import { toLaunchOptions } from '../../support/browsers.ts';
import { expect } from '../../support/call.ts';
import { refusedEverywhere, test, tryToPublish } from '../../support/insecure-origin.ts';
import { Participant } from '../../support/participant.ts';

test('a page that a browser flag declares secure may not publish either', async ({
  call,
  insecureOrigin,
  playwright,
}) => {
  const flags = [`--unsafely-treat-insecure-origin-as-secure=${insecureOrigin}`];
  const browser = await playwright.chromium.launch(toLaunchOptions('chromium', flags));
  const participant = await Participant.open(await browser.newContext(), insecureOrigin);
  const canCapture = () => window.isSecureContext && 'getUserMedia' in navigator.mediaDevices;
  expect(await participant.page.evaluate(canCapture)).toBe(true);
  expect(await tryToPublish(participant, call)).toEqual(refusedEverywhere);
  expect(await participant.complaints()).toEqual([]);
  await browser.close();
});
