import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { ProjectCredential } from './store-ports.ts';

/** The demo is an app of its own beside the server; it is found at run time and never part of the server's build. */
const BACKEND = new URL('../../demo/backend.ts', import.meta.url);

/** What the server has to know of the demo's back end. */
interface DemoBackend {
  registerDemo(
    app: FastifyInstance,
    deps: { apiUrl: string; apiKey: string; apiSecret: string; passcode: string; dataDir: string },
  ): Promise<void> | void;
}

/** How the demo reaches the platform: like any customer's back end, through the REST API. */
export interface DemoOptions {
  readonly apiUrl: string;
  readonly project: ProjectCredential;
  readonly passcode: string;
  /** Where it may keep things. */
  readonly dataDir: string;
}

/** Whether the demo's folder is there. */
export function hasDemo(): boolean {
  return existsSync(fileURLToPath(BACKEND));
}

/** Mounts the demo; `/` leads to it. */
export async function mountDemo(
  app: FastifyInstance,
  { apiUrl, project, passcode, dataDir }: DemoOptions,
): Promise<void> {
  const { registerDemo } = (await import(BACKEND.href)) as DemoBackend;
  await registerDemo(app, { apiUrl, ...project, passcode, dataDir });
  if (!app.hasRoute({ method: 'GET', url: '/' })) app.get('/', (_request, reply) => reply.redirect('/demo/'));
}
