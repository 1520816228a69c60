import type { Role } from '../../protocol/model.ts';

const ROLES: readonly string[] = ['subscriber', 'publisher', 'moderator', 'publisheronly'] satisfies Role[];

function decodeBase64(text: string): string {
  return atob(text.replace(/-/g, '+').replace(/_/g, '/'));
}

function readClaim(token: string): unknown {
  if (token.startsWith('T1==')) {
    const [, signed = ''] = decodeBase64(token.slice('T1=='.length)).split(/:(.*)/s);
    return new URLSearchParams(signed).get('role') ?? undefined;
  }
  const payload: unknown = JSON.parse(decodeBase64(token.split('.')[1] ?? ''));
  return (payload as { role?: unknown } | null)?.role;
}

/** The role a token claims, read without checking its signature; undefined for a token that can't be read. */
export function readRole(token: string): Role | undefined {
  try {
    const role = readClaim(token) ?? 'publisher';
    return typeof role === 'string' && ROLES.includes(role) ? (role as Role) : undefined;
  } catch {
    // Not a token this client can read; the server will say what is wrong with it.
    return undefined;
  }
}
