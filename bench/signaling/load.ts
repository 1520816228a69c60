import { setTimeout as pause } from 'node:timers/promises';
import { createBackEnd } from '../../test/support/back-end.ts';
import type { RawClient } from '../../test/support/raw-client.ts';
import { forEach, joinMember, leaveAll, untilQuiet } from './crowd.ts';
import type { CpuTimes, MemoryUse, Probe } from './probe.ts';

/** One step of the load: how often it was done, and what that took. */
export interface LoadStep {
  readonly name: string;
  /** What one of them is. */
  readonly unit: string;
  readonly times: number;
  readonly wallMs: number;
  readonly cpu: CpuTimes;
}

/** What many connections cost. */
export interface Load {
  readonly connections: number;
  readonly sessionSize: number;
  readonly steps: readonly LoadStep[];
  /** Once in each round. */
  readonly memory: readonly LoadMemory[];
}

/** Memory before anybody came, with all of them connected, with streams and subscriptions too, and after all have left. */
export type LoadMemory = Readonly<Record<'before' | 'connected' | 'subscribed' | 'after', MemoryUse>>;

/** Connections of each session. */
const SESSION_SIZE = 10;
const IDLE_MS = 5_000;
/** An empty session keeps its media for 15 s and drains for one; after that nothing of it may be left. */
const SESSION_END_MS = 17_000;
/** The second shows what the first has left behind. */
const ROUNDS = 2;

/** Joins `connections` clients to sessions of ten, lets them idle, publish, subscribe and leave; the steps are those of the last round. */
export async function measureLoad(probe: Probe, connections: number): Promise<Load> {
  let steps: readonly LoadStep[] = [];
  const memory: LoadMemory[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const stopwatch = createStopwatch(probe);
    memory.push(await runRound(probe, connections, stopwatch.time));
    steps = stopwatch.steps;
  }
  return { connections, sessionSize: SESSION_SIZE, steps, memory };
}

type Time = (what: Pick<LoadStep, 'name' | 'unit' | 'times'>, run: () => Promise<unknown>) => Promise<void>;

function createStopwatch(probe: Probe): { readonly steps: LoadStep[]; readonly time: Time } {
  const steps: LoadStep[] = [];
  return {
    steps,
    async time(what, run) {
      const [before, beganAtMs] = [await probe.cpu(), performance.now()];
      await run();
      const wallMs = performance.now() - beganAtMs;
      const after = await probe.cpu();
      const cpu = { serverMs: after.serverMs - before.serverMs, workerMs: after.workerMs - before.workerMs };
      steps.push({ ...what, wallMs, cpu });
      const each = (cpu.serverMs / what.times).toFixed(2);
      console.log(`${what.name}: ${(wallMs / 1000).toFixed(1)} s, ${each} ms of the server per ${what.unit}`);
    },
  };
}

async function runRound(probe: Probe, connections: number, time: Time): Promise<LoadMemory> {
  const { server } = probe;
  const backEnd = createBackEnd(server);
  const indices = Array.from({ length: connections }, (_, index) => index);
  const sessions = await forEach(indices.slice(0, Math.ceil(connections / SESSION_SIZE)), () =>
    backEnd.createSession(),
  );
  const sessionOf = (index: number): number => index % sessions.length;
  const before = await probe.memory();

  let clients: RawClient[] = [];
  await time({ name: 'join', unit: 'join', times: connections }, async () => {
    clients = await forEach(indices, (index) => joinMember(server, sessions[sessionOf(index)] ?? ''));
  });
  await untilQuiet(clients);
  const connected = await probe.memory();

  const seconds = IDLE_MS / 1000;
  await time({ name: 'stay', unit: 'connection and second', times: connections * seconds }, () => pause(IDLE_MS));

  const publishers = clients.slice(0, sessions.length);
  let streams: string[] = [];
  await time({ name: 'publish', unit: 'stream', times: publishers.length }, async () => {
    streams = await forEach(publishers, (client) => client.publish());
  });
  const viewers = [...clients.entries()].slice(sessions.length);
  await time({ name: 'subscribe', unit: 'subscription', times: viewers.length }, () =>
    forEach(viewers, ([index, client]) => client.subscribe(streams[sessionOf(index)] ?? '')),
  );
  await untilQuiet(clients);
  const subscribed = await probe.memory();

  await time({ name: 'leave', unit: 'connection', times: connections }, () => leaveAll(clients));
  await pause(SESSION_END_MS);
  return { before, connected, subscribed, after: await probe.memory() };
}
