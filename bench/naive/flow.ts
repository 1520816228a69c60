import { randomUUID } from 'node:crypto';
import type { Flow } from '../flow.ts';
import type {} from './page.ts';

/** The baseline: a bare mediasoup-client page with one acknowledged message per step. */
export function createNaiveFlow(serverPort: number): Flow {
  return {
    name: 'naive',
    serverPort,
    pageUrl: (tcpPort) => `http://127.0.0.1:${tcpPort}/`,
    async openRoom() {
      const room = randomUUID();
      return {
        async publishFirst(page) {
          await page.evaluate(async (name) => {
            await window.naive.capture();
            await window.naive.join(name);
            await window.naive.publish();
          }, room);
        },
        async prepareNewcomer(page) {
          await page.evaluate(() => window.naive.capture());
        },
        subscribe: (page) =>
          page.evaluate((name) => {
            window.bench.arm();
            const startedAt = window.bench.now();
            window.naive.join(name).catch((error: unknown) => window.bench.events.push([startedAt, String(error)]));
            return { startedAt };
          }, room),
        publish: (page) =>
          page.evaluate(() => {
            const startedAt = window.bench.now();
            window.naive.publish().catch((error: unknown) => window.bench.events.push([startedAt, String(error)]));
            return { startedAt };
          }),
      };
    },
  };
}
