import type { RequestName } from '../../protocol/requests.ts';
import { toServiceError } from '../errors.ts';
import type { AuditEntry } from '../observations.ts';
import type { Caller } from './handlers/handler.ts';
import { moderationHandlers } from './handlers/moderation.ts';

/** Whether a request is about others. */
export function isModeration(name: RequestName): boolean {
  return Object.hasOwn(moderationHandlers, name);
}

/** Carries out a request about others and hands over how it ended, also where it was refused. */
export async function recordModeration<Reply>(
  carryOut: () => Promise<Reply> | Reply,
  record: (result: AuditEntry['result']) => void,
): Promise<Reply> {
  try {
    const reply = await carryOut();
    record('ok');
    return reply;
  } catch (error) {
    record(toServiceError(error).code);
    throw error;
  }
}

/** A request about others as it is recorded; its data fits the schema. */
export function toAuditEntry(
  { session, member }: Caller,
  { name, data }: { name: RequestName; data: unknown },
  result: AuditEntry['result'],
): AuditEntry {
  const { connectionId, streamId } = data as { connectionId?: string; streamId?: string };
  return {
    event: 'moderation',
    project: session.projectId,
    credentialKind: 'client-token',
    by: member.id,
    action: name,
    sessionId: session.id,
    ...(connectionId !== undefined && { connectionId }),
    ...(streamId !== undefined && { streamId }),
    result,
  };
}
