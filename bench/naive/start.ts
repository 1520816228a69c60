import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Flow } from '../flow.ts';
import { bundleNaivePage } from './bundle.ts';
import { createNaiveFlow } from './flow.ts';

/** Starts the naive server with media on `count` ports from `firstPort`, in a process of its own. */
export async function startNaive(firstPort: number, count: number): Promise<Flow & { close(): void }> {
  const script = await bundleNaivePage();
  const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [
    String(firstPort),
    String(firstPort + count - 1),
    script,
  ]);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  return { ...createNaiveFlow(port), close: () => server.disconnect() };
}
