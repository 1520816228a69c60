import type { Connection } from './sdk.ts';

/** Who is behind a connection, as the back end wrote it into the token. */
export interface Person {
  readonly name: string;
  readonly host: boolean;
}

/** Reads the token's data; somebody whose data is not ours is a guest without a name. */
export function toPerson(connection: Pick<Connection, 'data'>): Person {
  const { name, host } = parse(connection.data);
  return { name: typeof name === 'string' && name !== '' ? name : 'Guest', host: host === true };
}

/** Up to two letters that stand for a name. */
export function toInitials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A hue for a name, the same on every screen: 0 to 359 degrees. */
export function toHue(name: string): number {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 3600;
  return sum % 360;
}

function parse(data: string): { name?: unknown; host?: unknown } {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
