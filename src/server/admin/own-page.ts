import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalidMessage, notPermitted } from '../errors.ts';

const COOKIE = 'conclave_operator';
const PATH = '/admin';

/**
 * Lets only the operator's own page change anything: the browser must say that the request comes from a page of this
 * host, and a body must be JSON, which no HTML form can send. Together with the SameSite=Strict cookie this stops forged
 * requests.
 */
export async function requireOwnPage(request: FastifyRequest): Promise<void> {
  const { method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return;
  const site = headers['sec-fetch-site'];
  if ((site !== undefined && site !== 'same-origin') || originOf(request) === undefined) {
    throw notPermitted('Only the page of this server may do that.');
  }
  if (method === 'POST' && !/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw invalidMessage('The body has to be JSON.');
  }
}

/** The operator's key as the browser sent it. */
export const readKey = (request: FastifyRequest): string | undefined => request.cookies[COOKIE];

/** Keeps the operator's key in the browser: out of reach of scripts and of other sites. */
export function writeKey(request: FastifyRequest, reply: FastifyReply, key: string, lifetimeMs: number): void {
  reply.setCookie(COOKIE, key, {
    httpOnly: true,
    sameSite: 'strict',
    // What the browser itself says: a proxy in front may speak HTTPS with it and HTTP with this server.
    secure: request.protocol === 'https' || originOf(request)?.protocol === 'https:',
    path: PATH,
    maxAge: Math.floor(lifetimeMs / 1000),
  });
}

/** Makes the browser forget the operator's key. */
export function clearKey(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: PATH });
}

/** Where the page is, when that is the host the request came to. */
function originOf({ headers }: FastifyRequest): URL | undefined {
  const url = URL.parse(headers.origin ?? '');
  return url === null || url.host === '' || url.host !== headers.host ? undefined : url;
}
