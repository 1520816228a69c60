import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { clearHostKey, readHostKey, writeHostKey } from './host-cookie.ts';
import type { Hosts } from './hosts.ts';
import type { DemoLimits } from './limits.ts';
import { Empty, HostAnswer, SignIn } from './messages.ts';
import { wrongPasscode } from './refusal.ts';

/** Signing in and out as host. */
export function registerHostRoutes(
  app: FastifyInstance,
  deps: { hosts: Hosts; isPasscode: (given: string) => boolean; limits: DemoLimits },
): void {
  const { hosts, limits } = deps;
  app.get('/host', { schema: { response: { 200: HostAnswer } } }, async (request) => ({
    signedIn: hosts.isSignedIn(readHostKey(request)),
  }));
  app.post<{ Body: SignIn }>(
    '/sign-in',
    {
      schema: { body: SignIn, response: { 200: HostAnswer } },
      config: { rateLimit: { max: limits.signInsPerMinute, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      if (!deps.isPasscode(request.body.passcode)) {
        await delay(limits.wrongPasscodeDelayMs);
        throw wrongPasscode();
      }
      writeHostKey(request, reply, hosts.signIn(), limits.signInLifetimeMs);
      return { signedIn: true };
    },
  );
  app.post('/sign-out', { schema: { body: Empty, response: { 200: HostAnswer } } }, async (request, reply) => {
    hosts.signOut(readHostKey(request));
    clearHostKey(reply);
    return { signedIn: false };
  });
}
