import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait.ts';
import { findWorkers } from '../../test/support/workers.ts';
import type { RecoveryCall } from './call.ts';

/** One way for a call to be interrupted. `inflict` resolves when the cause has gone, with that moment: milliseconds since the epoch. */
export interface Fault {
  readonly name: string;
  inflict(call: RecoveryCall): Promise<number>;
}

/** How long a network is away: longer than the 5 s after which both sides know. */
const NETWORK_AWAY_MS = 8_000;
const SOCKET_AWAY_MS = 2_000;

/** What is measured. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'the media worker is killed',
    async inflict({ server }) {
      const [worker] = findWorkers(server.child.pid ?? 0);
      if (worker === undefined) throw new Error('The server has no media worker.');
      process.kill(worker, 'SIGKILL');
      return Date.now();
    },
  },
  {
    name: `the sockets are cut for ${SOCKET_AWAY_MS / 1_000} s, media flows on`,
    async inflict({ signaling }) {
      signaling.cut();
      await pause(SOCKET_AWAY_MS);
      signaling.mend();
      return Date.now();
    },
  },
  {
    name: `no media for ${NETWORK_AWAY_MS / 1_000} s, the sockets live`,
    async inflict({ media }) {
      media.cut();
      await pause(NETWORK_AWAY_MS);
      media.mend();
      return Date.now();
    },
  },
  {
    name: `no network for ${NETWORK_AWAY_MS / 1_000} s`,
    async inflict({ media, signaling }) {
      media.cut();
      signaling.hold();
      await pause(NETWORK_AWAY_MS);
      media.mend();
      signaling.mend();
      return Date.now();
    },
  },
  {
    name: 'the server is killed and started again',
    async inflict(call) {
      const workers = findWorkers(call.server.child.pid ?? 0);
      call.server.kill('SIGKILL');
      await call.server.exited;
      // They have the ports a moment longer.
      await waitFor(() => workers.every((pid) => !existsSync(`/proc/${pid}`)));
      await call.restart();
      return Date.now();
    },
  },
];
