import { randomBytes } from 'node:crypto';
import type { SessionId } from '../../base/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';

/** 18 bytes are 24 base64 characters: 144 random bits. */
const RANDOM_BYTES = 18;

/**
 * A fresh session id in the form the official server SDKs take apart: `1_` (relayed) or `2_` (routed), then base64url of
 * `1~{project}~{location}~{creation ms}~{random}~{flags}~`. ASCII without `?`, `>` and DEL, so that no `_` follows position 1.
 */
export function createSessionId(projectId: string, mediaMode: 'routed' | 'relayed', createdAt: number): SessionId {
  const fields = ['1', projectId, '', String(createdAt), randomBytes(RANDOM_BYTES).toString('base64'), '', ''];
  const prefix = mediaMode === 'relayed' ? '1_' : '2_';
  return `${prefix}${Buffer.from(fields.join('~'), 'ascii').toString('base64url')}` as SessionId;
}

/** The project a session id says it belongs to; undefined when it is no session id. The record decides whether it exists. */
export function findProjectId(sessionId: string): string | undefined {
  if (sessionId.length > LIMITS.sessionId || !/^[12]_[A-Za-z0-9_-]+$/.test(sessionId)) return undefined;
  const [version, projectId] = Buffer.from(sessionId.slice(2), 'base64url').toString('ascii').split('~');
  return version === '1' && projectId ? projectId : undefined;
}
