import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
}

/** Opens the data folder, making it with mode 700; an existing one is closed to others too. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const file = (name: string): string => join(path, name);
  return {
    path,
    file,
    read: (name) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : undefined),
    write: (name, content) => {
      const temporary = file(`${name}.${process.pid}.new`);
      writeFileSync(temporary, content, { mode: 0o600 });
      renameSync(temporary, file(name));
    },
  };
}
