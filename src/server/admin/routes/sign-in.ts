import type { FastifyInstance } from 'fastify';
import { SignInBody, SignInState, SignOutBody } from '../../../protocol/operator.ts';
import { authenticationFailed, rateLimited } from '../../errors.ts';
import type { Logger } from '../../ports.ts';
import { RateLimit } from '../../sessions/rate-limit.ts';
import type { AdminLimits } from '../limits.ts';
import { clearKey, readKey, writeKey } from '../own-page.ts';
import type { SignIns } from '../sign-ins.ts';

const MINUTE_S = 60;
/** A passphrase of 200 characters fits, whatever they are. */
const BODY_BYTES = 2048;

/** What signing in needs. */
export interface SignInDeps {
  readonly signIns: SignIns;
  readonly isPassphrase: (given: string) => boolean;
  readonly limits: AdminLimits;
  readonly logger: Logger;
}

/** Signing in and out as operator. */
export function registerSignIn(app: FastifyInstance, { signIns, isPassphrase, limits, logger }: SignInDeps): void {
  const { attemptsPerMinute, allAttemptsPerMinute, signInLifetimeMs } = limits;
  const allAttempts = new RateLimit(allAttemptsPerMinute, allAttemptsPerMinute / MINUTE_S);
  app.get('/sign-in', { schema: { response: { 200: SignInState } } }, async (request) => ({
    signedIn: signIns.has(readKey(request)),
  }));

  app.post<{ Body: SignInBody }>(
    '/sign-in',
    {
      schema: { body: SignInBody, response: { 200: SignInState } },
      bodyLimit: BODY_BYTES,
      config: { rateLimit: { max: attemptsPerMinute, timeWindow: MINUTE_S * 1000 } },
    },
    async (request, reply) => {
      // Before the passphrase is looked at: whoever guesses from many addresses learns nothing beyond the limit.
      if (!allAttempts.take()) throw rateLimited('Too many attempts to sign in. Wait a minute and try again.');
      if (!isPassphrase(request.body.passphrase)) {
        logger.warn({}, "a sign-in to the operator's page was refused");
        throw authenticationFailed('This is not the passphrase.');
      }
      writeKey(request, reply, signIns.add(), signInLifetimeMs);
      logger.info({}, 'an operator signed in');
      return { signedIn: true };
    },
  );

  app.post('/sign-out', { schema: { body: SignOutBody, response: { 200: SignInState } } }, async (request, reply) => {
    signIns.remove(readKey(request));
    clearKey(reply);
    return { signedIn: false };
  });
}
