import { createHash, timingSafeEqual } from 'node:crypto';

/** Returns a check of a passcode whose time tells nothing about the right one, its length included. */
export function createPasscodeCheck(passcode: string): (given: string) => boolean {
  const expected = digest(passcode);
  return (given) => timingSafeEqual(digest(given), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text.trim(), 'utf8').digest();
}
