import { writeFileSync } from 'node:fs';
import { conflict, notPermitted } from '../errors.ts';

/** Makes a file with mode 600. Throws `conflict` when there is one already, `notPermitted` when it cannot be made. */
export function createFile(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw conflict(`There is a file ${path} already, and it is not overwritten; name another.`);
    throw notPermitted(`The file ${path} cannot be made (${code}).`);
  }
}
