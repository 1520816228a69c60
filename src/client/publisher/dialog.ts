/** A capture still pending after this long waits for the user, milliseconds; a prompt on http: pages comes every time. */
const PATIENCE_MS = { 'https:': 500, other: 100 } as const;

/** Tells when the browser's permission prompt seems to open, and, if it did, when `pending` settles. */
export async function watchDialog<Value>(pending: Promise<Value>, onDialog: (open: boolean) => void): Promise<Value> {
  let opened = false;
  const patienceMs = location.protocol === 'https:' ? PATIENCE_MS['https:'] : PATIENCE_MS.other;
  const timer = setTimeout(() => {
    opened = true;
    onDialog(true);
  }, patienceMs);
  try {
    return await pending;
  } finally {
    clearTimeout(timer);
    if (opened) onDialog(false);
  }
}
