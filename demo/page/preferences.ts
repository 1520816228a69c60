const KEYS = { name: 'conclave-demo-name', shortcuts: 'conclave-demo-shortcuts' } as const;

/** What this browser remembers for its user; it never leaves the browser. */
export const preferences = {
  get name(): string {
    return read(KEYS.name) ?? '';
  },
  set name(value: string) {
    write(KEYS.name, value);
  },
  /** Whether M and V switch microphone and camera. */
  get shortcuts(): boolean {
    return read(KEYS.shortcuts) !== 'off';
  },
  set shortcuts(value: boolean) {
    write(KEYS.shortcuts, value ? 'on' : 'off');
  },
};

// Storage may be forbidden by the browser's settings; then nothing is remembered.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
