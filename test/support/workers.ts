import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of a server's media workers. */
export function findWorkers(serverPid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        return status.includes('mediasoup') && status.includes(`PPid:\t${serverPid}\n`);
      } catch {
        // It has ended while we looked.
        return false;
      }
    })
    .map(Number);
}
