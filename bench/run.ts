import { chromium } from '@playwright/test';
import { toLaunchOptions } from '../test/support/browsers.ts';
import { DelayProxy } from './delay/proxy.ts';
import type { Flow } from './flow.ts';
import { measureRun, type Run, type TcpPorts } from './measure.ts';
import { startNaive } from './naive/start.ts';
import { parseOptions } from './options.ts';
import { renderTimeline } from './report.ts';
import { median } from './statistics.ts';

// npm run bench: time to the first frame over long lines, signaling per join, and bundle sizes. See bench/README.md.

const MEDIA_PORTS = 60;
const NAIVE_FIRST_PORT = 41_000;

const options = parseOptions(process.argv.slice(2));
const browserArguments = [
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--use-fake-device-for-media-stream=fps=30',
];

const proxy = new DelayProxy();
const naive = await startNaive(NAIVE_FIRST_PORT, MEDIA_PORTS);
await proxy.forwardUdp(NAIVE_FIRST_PORT, MEDIA_PORTS);
const stage = {
  proxy,
  firstBrowser: await chromium.launch(toLaunchOptions('chromium', browserArguments)),
  newcomerBrowser: await chromium.launch(toLaunchOptions('chromium', browserArguments)),
};
const flows: Flow[] = [naive];
const ports = new Map<Flow, TcpPorts>();
for (const flow of flows) {
  ports.set(flow, {
    first: await proxy.forwardTcp(flow.serverPort),
    newcomer: await proxy.forwardTcp(flow.serverPort),
  });
}
const runs: Run[] = [];
for (let round = 0; round < options.runs; round += 1) {
  for (const rttMs of [0, ...options.rttsMs]) {
    for (const flow of flows) {
      const run = await measureRun(stage, flow, ports.get(flow) as TcpPorts, rttMs);
      runs.push(run);
      console.log(
        flow.name,
        rttMs,
        Math.round(run.subscribeMs),
        Math.round(run.publishMs),
        JSON.stringify(run.joinTraffic),
        JSON.stringify(run.joinTcp),
      );
      if (options.timeline) console.log(renderTimeline(run));
    }
  }
}
console.log(median(runs.map((r) => r.subscribeMs)));
await stage.firstBrowser.close();
await stage.newcomerBrowser.close();
naive.close();
proxy.close();
