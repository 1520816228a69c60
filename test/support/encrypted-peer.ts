import type { Page } from '@playwright/test';
import type { BrowserName, BrowserPool } from './browsers.ts';
import { test as base, expect } from './call.ts';
import { type EncryptedSite, openSite } from './encrypted-page.ts';
import { installPeerKit, type SendOptions, type TappedFrame } from './peer-kit.ts';

/** How a page is opened. */
interface PeerPageOptions {
  readonly browser: BrowserName;
  /** Whether page and scripts have different origins. */
  readonly crossOrigin?: boolean;
  /** Runs in the page before anything else. */
  readonly prepare?: () => void;
}

/** Somebody on a plain peer connection whose frames are encrypted. */
export class EncryptedPeer {
  readonly page: Page;
  readonly name: string;
  readonly index: number;
  readonly #sdkOrigin: string;
  /** What others have to know of this one. */
  random: number[] = [];

  constructor(page: Page, { name, index, sdkOrigin }: { name: string; index: number; sdkOrigin: string }) {
    this.page = page;
    this.name = name;
    this.index = index;
    this.#sdkOrigin = sdkOrigin;
  }

  /** Starts encryption, with a secret or without. */
  async open(secret?: string): Promise<void> {
    const options = { sdkOrigin: this.#sdkOrigin, senderId: this.name, index: this.index, ...(secret && { secret }) };
    this.random = await this.page.evaluate((given) => window.peer.open(given), options);
  }

  /** Learns of somebody, as by signaling. */
  async meet({ name, index, random }: EncryptedPeer): Promise<void> {
    await this.page.evaluate(
      ([senderId, number, bytes]) =>
        window.peer.encryption?.addSender(senderId, { index: number, random: new Uint8Array(bytes) }),
      [name, index, random] as const,
    );
  }

  setSecret(secret: string): Promise<void> {
    return this.page.evaluate((given) => window.peer.encryption?.setSecret(given), secret);
  }

  /** Sends camera and microphone to `receiver`, who opens them as this one's or taps them. */
  async sendTo(receiver: EncryptedPeer, options: SendOptions & { tap?: boolean } = {}): Promise<void> {
    const offer = await this.page.evaluate((given) => window.peer.offer(given), options);
    const answer = await receiver.page.evaluate(([given, from]) => window.peer.answer(given, from), [
      offer,
      options.tap ? 'tap' : this.name,
    ] as const);
    await this.page.evaluate((given) => window.peer.connection?.setRemoteDescription(given), answer);
  }

  received(kind: 'audio' | 'video', field: string): Promise<number> {
    return this.page.evaluate(([k, f]) => window.peer.stat('inbound-rtp', k, f), [kind, field] as const);
  }

  sent(kind: 'audio' | 'video', field: string): Promise<number> {
    return this.page.evaluate(([k, f]) => window.peer.stat('outbound-rtp', k, f), [kind, field] as const);
  }

  /** Resolves when `count` more pictures were decoded, and sound was heard. */
  async watch(count = 20): Promise<void> {
    const start = await this.received('video', 'framesDecoded');
    const energy = await this.received('audio', 'totalAudioEnergy');
    await expect
      .poll(() => this.received('video', 'framesDecoded'), { timeout: 20_000 })
      .toBeGreaterThanOrEqual(start + count);
    await expect.poll(() => this.received('audio', 'totalAudioEnergy')).toBeGreaterThan(energy);
  }

  /** Resolves when `count` more pictures were encoded. */
  async encode(count = 20): Promise<void> {
    const start = await this.sent('video', 'framesEncoded');
    await expect
      .poll(() => this.sent('video', 'framesEncoded'), { timeout: 20_000 })
      .toBeGreaterThanOrEqual(start + count);
  }

  reports(): Promise<{ type: string; senderId?: string; count?: number }[]> {
    return this.page.evaluate(() => window.peer.reports);
  }

  /** The first frames of each kind that were tapped: all of them would be slow to bring over. */
  tapped(): Promise<TappedFrame[]> {
    return this.page.evaluate(() =>
      (['audio', 'video'] as const).flatMap((wanted) =>
        window.peer.frames.filter(({ kind }) => kind === wanted).slice(0, 30),
      ),
    );
  }

  /** Resolves when there are 30 tapped frames of each kind. */
  async tap(): Promise<void> {
    for (const wanted of ['audio', 'video'] as const) {
      const count = () =>
        this.page.evaluate((given) => window.peer.frames.filter(({ kind }) => kind === given).length, wanted);
      await expect.poll(count, { timeout: 20_000 }).toBeGreaterThanOrEqual(30);
    }
  }

  /** Whether it can send (or receive) video of a codec. */
  has(mimeType: string, way: 'send' | 'receive'): Promise<boolean> {
    return this.page.evaluate(
      ([wanted, direction]) => {
        const list = (direction === 'send' ? RTCRtpSender : RTCRtpReceiver).getCapabilities('video');
        return list?.codecs.some((codec) => codec.mimeType.toLowerCase() === wanted.toLowerCase()) ?? false;
      },
      [mimeType, way] as const,
    );
  }
}

async function openPage(
  pool: BrowserPool,
  sites: readonly EncryptedSite[],
  { browser, crossOrigin = false, prepare }: PeerPageOptions,
): Promise<{ page: Page; sdkOrigin: string }> {
  const [pageSite, otherSite] = sites as [EncryptedSite, EncryptedSite];
  const sdkOrigin = (crossOrigin ? otherSite : pageSite).origin;
  const context = await (await pool.get(browser)).newContext();
  const page = await context.newPage();
  if (prepare !== undefined) await page.addInitScript(prepare);
  await page.addInitScript(installPeerKit);
  await page.goto(`${pageSite.origin}/?sdk=${encodeURIComponent(sdkOrigin)}`);
  return { page, sdkOrigin };
}

/** Playwright's `test` with ends of plain connections. */
export const test = base.extend<{
  /** Alice in the first browser of the pair, Bob in the second. */
  openPeers(options?: Omit<PeerPageOptions, 'browser'>): Promise<[EncryptedPeer, EncryptedPeer]>;
}>({
  openPeers: async ({ pool, browserPair }, use) => {
    const sites = await Promise.all([openSite(), openSite()]);
    const pages: Page[] = [];
    await use(async (options = {}) => {
      const open = async (browser: BrowserName, name: string, index: number) => {
        const { page, sdkOrigin } = await openPage(pool, sites, { ...options, browser });
        pages.push(page);
        return new EncryptedPeer(page, { name, index, sdkOrigin });
      };
      return Promise.all([open(browserPair[0], 'alice', 3), open(browserPair[1], 'bob', 7)]);
    });
    await Promise.all(pages.map((page) => page.context().close()));
    await Promise.all(sites.map((site) => site.close()));
  },
});

export { expect };
