import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page may connect: one of the allowed origins (absent: any), or one this very server served.
 * What sends no origin is no browser, and its token decides.
 */
export function isAllowedOrigin(
  { origin, host }: IncomingHttpHeaders,
  origins: readonly string[] | undefined,
): boolean {
  if (origins === undefined || origin === undefined || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
