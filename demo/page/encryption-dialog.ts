import { fromTemplate, pageElement, part } from './page-element.ts';
import type { EncryptionInfo } from './sdk.ts';
import { toMeaning, toSuiteName } from './suite.ts';

/** One leg of the way between two people; absent while nothing flows on it. */
export interface Leg {
  readonly title: string;
  readonly encryption: EncryptionInfo | undefined;
}

/** Explains the encryption of something in plain words, with the facts of each leg. */
export function showEncryption(title: string, legs: readonly Leg[]): void {
  const known = legs.flatMap(({ encryption }) => encryption ?? []);
  const weakest = known.find(({ keyBits }) => keyBits === 128) ?? known[0];
  pageElement('encryption-title', HTMLElement).textContent = title;
  pageElement('encryption-summary', HTMLElement).textContent =
    weakest === undefined
      ? 'No picture or sound flows yet, so there is nothing to show.'
      : `Picture and sound are locked with ${toSuiteName(weakest)}.`;
  pageElement('encryption-legs', HTMLElement).replaceChildren(...legs.flatMap(toSection));
  pageElement('encryption-meaning', HTMLElement).textContent = toMeaning(weakest?.keyBits ?? 256);
  pageElement('encryption', HTMLDialogElement).showModal();
}

function toSection({ title, encryption }: Leg): HTMLElement[] {
  if (encryption === undefined) return [];
  const section = fromTemplate('leg-template');
  const fill = (selector: string, text: string): void => {
    part(section, selector, HTMLElement).textContent = text;
  };
  fill('h3', title);
  fill('[data-cipher]', `${toSuiteName(encryption)} (${encryption.srtpCipher})`);
  fill('[data-bits]', `${encryption.keyBits} bits`);
  fill('[data-dtls]', `${encryption.dtlsVersion}, fresh keys for every call`);
  fill('[data-dtls-cipher]', encryption.dtlsCipher);
  return [section];
}
