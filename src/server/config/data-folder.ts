import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder where the server keeps what has to outlive it; nobody but its own user may look inside. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Absolute path of a file in it. */
  file(name: string): string;
  /** Content of a file, or undefined when there is none. */
  read(name: string): string | undefined;
  /** Writes a file with mode 600, whole or not at all. */
  write(name: string, content: string): void;
  /** Writes a file as {@link write} does, unless there is one; returns what is there then, whoever was first. */
  create(name: string, content: string): string;
}

/** Opens the data folder, making it with mode 700; an existing one is closed to others too. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const file = (name: string): string => join(path, name);
  const prepare = (name: string, content: string): string => {
    const temporary = file(`${name}.${process.pid}.new`);
    writeFileSync(temporary, content, { mode: 0o600, flush: true });
    return temporary;
  };
  return {
    path,
    file,
    read: (name) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined),
    write: (name, content) => renameSync(prepare(name, content), file(name)),
    create: (name, content) => {
      const temporary = prepare(name, content);
      try {
        // Unlike a rename it leaves alone what another process has just put there.
        linkSync(temporary, file(name));
      } catch (error) {
        // Some shared folders know no links.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(temporary, file(name));
      } finally {
        rmSync(temporary, { force: true });
      }
      return readFileSync(file(name), 'utf8');
    },
  };
}
