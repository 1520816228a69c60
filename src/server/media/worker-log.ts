import { isIP } from 'node:net';
import { setLogEventListeners } from 'mediasoup';

/** What a worker's log lines mean to us. */
export interface WorkerLogListener {
  /** The suite a DTLS handshake ended with, as the worker names it. */
  suite(name: string): void;
  /** A line the worker logs as an error, with addresses blotted out. */
  error(text: string): void;
}

/** What a worker must be created with so that it logs the suites; nothing of the rest leaves this file. */
export const WORKER_LOG_SETTINGS: { logLevel: 'debug'; logTags: ['dtls'] } = { logLevel: 'debug', logTags: ['dtls'] };

const LINE = /^\[pid:(\d+)\] (.*)$/s;
const CHOSEN = /chosen SRTP crypto suite: (\S+)$/;
/** What may be an address; C++ names have the same colons. */
const WORD = /(?<![\w:.])[\da-f:.]{3,}(?![\w:.])/gi;
/** How the worker logs a refusal that it also answers with: whoever asked is told, and might fill the log with it. */
const REFUSAL = '| throwing MediaSoup';

const listeners = new Map<number, WorkerLogListener>();

/** Starts reading the log of the worker with this process id; the function returned stops it. */
export function readWorkerLog(pid: number, listener: WorkerLogListener): () => void {
  listeners.set(pid, listener);
  // mediasoup has one set of listeners for the whole process: setting the same ones again is harmless.
  setLogEventListeners({ ondebug: onDebug, onerror: onError });
  return () => listeners.delete(pid);
}

function onDebug(_namespace: string, line: string): void {
  const [, pid, text] = LINE.exec(line) ?? [];
  const suite = CHOSEN.exec(text ?? '')?.[1];
  if (suite !== undefined) listeners.get(Number(pid))?.suite(suite);
}

function onError(_namespace: string, line: string): void {
  const [, pid, text] = LINE.exec(line) ?? [];
  if (text === undefined || text.includes(REFUSAL)) return;
  listeners.get(Number(pid))?.error(text.replace(WORD, (word) => (isIP(word) === 0 ? word : '[address]')));
}
