import { nameMissing } from './refusal.ts';

/** Control characters, and those that turn the direction of the text around them. */
const DISTURBING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** Characters that show nothing; some of them belong into names, but none is a name. */
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** A name as others may see it: no control or text-direction characters, single spaces; throws `nameMissing` if nothing to be seen is left. */
export function toDisplayName(text: string): string {
  const name = text.replace(DISTURBING, ' ').replace(/\s+/gu, ' ').trim();
  if (name.replace(INVISIBLE, '') === '') throw nameMissing();
  return name;
}
