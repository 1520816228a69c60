import type { Generated } from 'kysely';

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

/** Rows of `callbacks`. */
export interface CallbackRow {
  id: string;
  project_id: string;
  event_group: string;
  event: string;
  url: string;
  /** Sealed. */
  secret: string;
  after_seconds: number | null;
  created_at: number;
  /** 0 or 1. */
  configured: number;
}

/** Rows of `deliveries`: what has not been delivered yet. */
export interface DeliveryRow {
  position: Generated<number>;
  id: string;
  server_id: string;
  callback_id: string;
  session_id: string;
  sequence: number;
  /** Sealed JSON: it holds connection data. */
  body: string;
  created_at: number;
  /** Far beyond any time: it waits for the one before it. */
  due_at: number;
  attempts: number;
}

/** Rows of `delivery_sequences`: the last number given. */
export interface DeliverySequenceRow {
  callback_id: string;
  session_id: string;
  last: number;
}

/** Rows of `presence`: whose end has not been written down yet. */
export interface PresenceRow {
  position: Generated<number>;
  server_id: string;
  session_id: string;
  kind: 'session' | 'connection' | 'stream';
  id: string;
  /** Sealed JSON. */
  subject: string;
}

/** Rows of `servers`: those that run, and when each was seen last. */
export interface ServerRow {
  id: string;
  seen_at: number;
}

/** Every table by its name. */
export interface Tables {
  callbacks: CallbackRow;
  deliveries: DeliveryRow;
  delivery_sequences: DeliverySequenceRow;
  presence: PresenceRow;
  servers: ServerRow;
  sessions: SessionRow;
  projects: ProjectRow;
  spent_tokens: SpentTokenRow;
}
