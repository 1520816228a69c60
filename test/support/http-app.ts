import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { type AppDeps, createApp } from '../../src/server/http/app.ts';
import { createLoggerTo } from '../../src/server/logging/logger.ts';
import { UNWATCHED } from '../../src/server/observations.ts';
import { openStore } from '../../src/server/store/store.ts';
import type { Store } from '../../src/server/store-ports.ts';
import { createTokenVerifier } from '../../src/server/tokens/verifier.ts';
import type { TestProject } from './tokens.ts';

/** The platform's HTTP app on a real store, without ports, and everything it logs. */
export interface HttpApp {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly project: TestProject;
  readonly other: TestProject;
  /** A folder of the test's own, served as the built SDK. */
  readonly sdkFolder: string;
  log(): string;
}

/** Opens the app until `t` is over; `deps` replaces what the test is about. */
export async function openHttpApp(t: Pick<TestContext, 'after'>, deps: Partial<AppDeps> = {}): Promise<HttpApp> {
  const folder = mkdtempSync(join(tmpdir(), 'conclave-http-'));
  mkdirSync(join(folder, 'client'));
  const project = { apiKey: '481516234', apiSecret: '0123456789abcdef0123456789abcdef01234567' };
  const other = { apiKey: '481516235', apiSecret: 'fedcba9876543210fedcba9876543210fedcba98' };
  const store = await openStore({
    database: { file: join(folder, 'conclave.db') },
    masterKey: 'ab'.repeat(32),
    configured: [project, other],
  });
  let log = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  const app = await createApp({
    ...store,
    tokens: createTokenVerifier({ ...store, maxLifetimeS: 86_400 }),
    zone: undefined,
    onCallbacksChanged: async () => undefined,
    // Nobody joins here: sessions are kept, and none is open.
    registry: { find: async () => undefined, open: () => Promise.reject(new Error('no media here')) },
    logger: createLoggerTo(stream, 'trace'),
    healthy: () => true,
    watch: UNWATCHED,
    sdkFolder: folder,
    bodyBytes: 262_144,
    requestRate: 100_000,
    apiDocs: 'on',
    allowedOrigins: [],
    trustedProxies: [],
    hsts: false,
    ...deps,
  });
  await app.ready();
  t.after(async () => {
    await app.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return { app, store, project, other, sdkFolder: folder, log: () => log };
}
