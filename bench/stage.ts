import { type Browser, chromium } from '@playwright/test';
import { toLaunchOptions } from '../test/support/browsers.ts';
import { DelayProxy } from './delay/proxy.ts';
import type { Flow } from './flow.ts';
import type { Stage, TcpPorts } from './measure.ts';
import { startNaive } from './naive/start.ts';
import { startSdk } from './sdk/start.ts';

/** Media ports of each server; a run needs at most four. */
const MEDIA_PORTS = 100;
const NAIVE_FIRST_PORT = 41_000;
const SDK_FIRST_PORT = 42_000;

const browserArguments = [
  // The media servers are on the loopback address.
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--use-fake-device-for-media-stream=fps=30',
];

/** Everything the runs need, with its servers and browsers started. */
export interface OpenStage extends Stage {
  readonly flows: readonly { readonly flow: Flow; readonly ports: TcpPorts }[];
  close(): Promise<void>;
}

/** Starts both servers, the delay proxy in front of them, and two browsers. */
export async function openStage(): Promise<OpenStage> {
  const proxy = new DelayProxy();
  const [naive, sdk] = await Promise.all([
    startNaive(NAIVE_FIRST_PORT, MEDIA_PORTS),
    startSdk(SDK_FIRST_PORT, MEDIA_PORTS),
  ]);
  for (const port of [NAIVE_FIRST_PORT, SDK_FIRST_PORT]) await proxy.forwardUdp(port, MEDIA_PORTS);
  const [firstBrowser, newcomerBrowser] = await Promise.all([launch(), launch()]);
  const flows = [];
  for (const flow of [naive, ...sdk.flows]) {
    const ports = {
      first: await proxy.forwardTcp(flow.serverPort),
      newcomer: await proxy.forwardTcp(flow.serverPort),
    };
    flows.push({ flow, ports });
  }
  return {
    proxy,
    firstBrowser,
    newcomerBrowser,
    flows,
    async close() {
      await Promise.all([firstBrowser.close(), newcomerBrowser.close()]);
      naive.close();
      await sdk.close();
      proxy.close();
    },
  };
}

function launch(): Promise<Browser> {
  return chromium.launch(toLaunchOptions('chromium', browserArguments));
}
