import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'conclave_demo_host';

/** The host's key as the browser sent it. */
export const readHostKey = (request: FastifyRequest): string | undefined => request.cookies[NAME];

/** Keeps the host's key in the browser: out of reach of scripts and of other sites. */
export function writeHostKey(request: FastifyRequest, reply: FastifyReply, key: string, lifetimeMs: number): void {
  reply.setCookie(NAME, key, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/demo',
    maxAge: Math.floor(lifetimeMs / 1000),
  });
}

/** Makes the browser forget the host's key. */
export function clearHostKey(reply: FastifyReply): void {
  reply.clearCookie(NAME, { path: '/demo' });
}
