/** Rows of `sessions`: one for each session ever created, because sessions do not expire. Times in ms since the epoch. */
export interface SessionRow {
  id: string;
  project_id: string;
  created_at: number;
  media_mode: 'routed' | 'relayed';
  archive_mode: 'manual' | 'always';
  archive_name: string | null;
  archive_resolution: string | null;
  /** 0 or 1. */
  e2ee: number;
  minimum_encryption: 'aes-128' | 'aes-256' | null;
  max_connections: number | null;
}

/** Every table by its name. */
export interface Tables {
  sessions: SessionRow;
}
