import type { SessionId } from '../../base/ids.ts';
import type { SessionRecord } from '../store-ports.ts';
import type { SessionRow } from './tables.ts';

/** A session as a row of the table. */
export function toSessionRow(session: SessionRecord): SessionRow {
  return {
    id: session.id,
    project_id: session.projectId,
    created_at: session.createdAt,
    media_mode: session.mediaMode,
    archive_mode: session.archiveMode,
    archive_name: session.archiveName ?? null,
    archive_resolution: session.archiveResolution ?? null,
    e2ee: session.e2ee ? 1 : 0,
    minimum_encryption: session.minimumEncryption ?? null,
    max_connections: session.maxConnections ?? null,
    zone: session.zone ?? null,
  };
}

/** A row of the table as a session. */
export function fromSessionRow(row: SessionRow): SessionRecord {
  return {
    id: row.id as SessionId,
    projectId: row.project_id,
    createdAt: row.created_at,
    mediaMode: row.media_mode,
    archiveMode: row.archive_mode,
    e2ee: row.e2ee === 1,
    ...(row.archive_name === null ? {} : { archiveName: row.archive_name }),
    ...(row.archive_resolution === null ? {} : { archiveResolution: row.archive_resolution }),
    ...(row.minimum_encryption === null ? {} : { minimumEncryption: row.minimum_encryption }),
    ...(row.max_connections === null ? {} : { maxConnections: row.max_connections }),
    ...(row.zone === null ? {} : { zone: row.zone }),
  };
}
