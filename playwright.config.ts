import { defineConfig } from '@playwright/test';
import type { BrowserOptions } from './test/support/browsers.ts';

/**
 * Browser tests run inside a network of their own (scripts/test.mjs makes it): Firefox reaches no media on a loopback
 * address. Nothing is ever tried twice: a test that fails now and then is a defect, here or in the product.
 */
export default defineConfig<object, BrowserOptions>({
  testDir: 'test/browser',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/browser',
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: [
    { name: 'chromium', testIgnore: ['**/cross/**', '**/firefox/**'], use: { browserPair: ['chromium', 'chromium'] } },
    { name: 'firefox', testIgnore: ['**/cross/**', '**/chromium/**'], use: { browserPair: ['firefox', 'firefox'] } },
    {
      name: 'cross',
      testMatch: ['**/cross/**/*.test.ts', '**/two-way.test.ts', '**/e2ee-frames.test.ts'],
      use: { browserPair: ['chromium', 'firefox'] },
    },
  ],
});
