import type { Browser, BrowserType, LaunchOptions } from '@playwright/test';

/** Browsers that the tests drive. */
export type BrowserName = 'chromium' | 'firefox';

/** What a project of playwright.config.ts chooses. */
export interface BrowserOptions {
  /** The browser of the first and of the second participant of a call. */
  readonly browserPair: readonly [BrowserName, BrowserName];
}

const chromiumArguments = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
  // The tests' pages are made by Playwright and so have no address of their own: Chromium would ask the user before they reach localhost.
  '--disable-features=LocalNetworkAccessChecks',
];

const firefoxPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // Pages have to offer addresses: inside the tests' network nobody answers mDNS.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** How a browser is started, with fake camera and microphone; `extraArguments` are for Chromium only. */
export function toLaunchOptions(name: BrowserName, extraArguments: readonly string[] = []): LaunchOptions {
  if (name === 'firefox') {
    return {
      channel: 'moz-firefox',
      executablePath: process.env.CONCLAVE_FIREFOX ?? '/usr/bin/firefox-esr',
      firefoxUserPrefs: firefoxPreferences,
    };
  }
  // Chromium's sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    executablePath: process.env.CONCLAVE_CHROMIUM ?? '/usr/bin/chromium',
    args: [...chromiumArguments, ...sandbox, ...extraArguments],
  };
}

/** Starts browsers when they are first asked for, and closes them all. */
export class BrowserPool {
  readonly #types: Record<BrowserName, BrowserType>;
  readonly #browsers = new Map<BrowserName, Promise<Browser>>();

  constructor(types: Record<BrowserName, BrowserType>) {
    this.#types = types;
  }

  /** The browser of that name; started once. */
  get(name: BrowserName): Promise<Browser> {
    const browser = this.#browsers.get(name) ?? this.#types[name].launch(toLaunchOptions(name));
    this.#browsers.set(name, browser);
    return browser;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#browsers.values()].map(async (browser) => (await browser).close()));
  }
}
