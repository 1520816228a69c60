import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/server/store/store.ts';
import type { ProjectStore } from '../../src/server/store-ports.ts';
import { type ServerOptions, startServer, type TestServer } from './server.ts';

/** An application project as its owner knows it: the server has the public key only. */
export interface TestApplication {
  readonly id: string;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** PEM, SPKI. */
  readonly publicKey: string;
}

/** A server whose projects the test may change while it runs. */
export interface ApplicationServer {
  readonly server: TestServer;
  readonly projects: ProjectStore;
  /** Makes an application that the server knows. */
  addApplication(): Promise<TestApplication>;
  close(): Promise<void>;
}

/** A fresh application that no server knows yet. */
export function createApplication(): TestApplication {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { id: randomUUID(), publicKey, privateKey };
}

/** Starts a server on a data folder of its own, and opens the database in it beside the server. */
export async function startApplicationServer({
  env = {},
}: Pick<ServerOptions, 'env'> = {}): Promise<ApplicationServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'conclave-applications-'));
  const masterKey = randomBytes(32).toString('hex');
  const server = await startServer({ dataDir, env: { CONCLAVE_MASTER_KEY: masterKey, ...env } });
  const store = await openStore({ database: { file: join(dataDir, 'conclave.db') }, masterKey, configured: [] });
  return {
    server,
    projects: store.projects,
    async addApplication() {
      const application = createApplication();
      const { id, publicKey: key } = application;
      const rest = { name: 'Clinic', createdAt: Date.now(), status: 'active', partnerAuth: false } as const;
      await store.projects.add({ id, kind: 'application', key, ...rest });
      return application;
    },
    async close() {
      await store.close();
      await server.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
