import { createIcon } from './icon.ts';
import type { EncryptionInfo } from './sdk.ts';
import { toSuiteName } from './suite.ts';

/** Draws a lock badge: the suite really in use, or that it is not known yet. `subject`: whose encryption, in words. */
export function drawLock(button: HTMLButtonElement, subject: string, encryption: EncryptionInfo | undefined): void {
  const text = encryption === undefined ? 'Securing …' : toSuiteName(encryption);
  const label = `Encryption of ${subject}: ${text}. What does this mean?`;
  if (button.getAttribute('aria-label') === label) return;
  button.classList.toggle('is-basic', encryption?.keyBits === 128);
  button.dataset.suite = encryption === undefined ? '' : text;
  button.setAttribute('aria-label', label);
  const caption = document.createElement('span');
  caption.textContent = text;
  button.replaceChildren(createIcon('lock'), caption);
}
