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
  zone: string | null;
}

/** Rows of `projects`. */
export interface ProjectRow {
  id: string;
  kind: 'key' | 'application';
  name: string;
  created_at: number;
  status: 'active' | 'disabled';
  /** 0 or 1. */
  partner_auth: number;
  /** A sealed API secret or a public key; null: the settings hold the secret. */
  key: string | null;
  previous_key: string | null;
  previous_valid_until: number | null;
}

/** Rows of `spent_tokens`: fingerprints, kept as long as the token could be shown. */
export interface SpentTokenRow {
  fingerprint: string;
  expires_at: number;
}

/** Every table by its name. */
export interface Tables {
  sessions: SessionRow;
  projects: ProjectRow;
  spent_tokens: SpentTokenRow;
}
