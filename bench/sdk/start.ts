import { startServer } from '../../test/support/server.ts';
import type { Flow } from '../flow.ts';
import { startAppPage } from './app-page.ts';
import { createSdkFlow } from './flow.ts';

/** Starts our server with media on `count` ports from `firstPort`, and gives the ways to join it that are measured. */
export async function startSdk(firstPort: number, count: number): Promise<{ flows: Flow[]; close(): Promise<void> }> {
  const app = await startAppPage();
  const server = await startServer({
    env: { CONCLAVE_MEDIA_IPS: '127.0.0.1', CONCLAVE_MEDIA_PORTS: `${firstPort}-${firstPort + count - 1}` },
  });
  return {
    flows: [createSdkFlow(server, app, false), createSdkFlow(server, app, true)],
    async close() {
      app.close();
      await server.close();
    },
  };
}
