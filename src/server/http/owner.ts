import type { ProjectRecord } from '../store-ports.ts';

/** How an answer names its project: OpenTok's SDKs and Vonage's look for different fields. */
export function toOwner({ id, kind }: ProjectRecord): { projectId: string } | { applicationId: string } {
  return kind === 'application' ? { applicationId: id } : { projectId: id };
}
