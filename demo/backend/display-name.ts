import { nameMissing } from './refusal.ts';

/** A name as others may see it: no control or text-direction characters, single spaces; throws `nameMissing` if nothing is left. */
export function toDisplayName(text: string): string {
  const name = text
    .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name === '') throw nameMissing();
  return name;
}
