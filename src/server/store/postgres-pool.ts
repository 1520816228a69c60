import pg from 'pg';

/** Connections to the database; a server of this kind asks little of it. */
const MAX_CONNECTIONS = 10;
/** How long a connection may take to be made, and a statement to be carried out, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 15_000;

/** Connections to the Postgres database at `url`; times come as numbers, as from SQLite. */
export function createPostgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'conclave',
    types: { getTypeParser: toParser as typeof pg.types.getTypeParser },
  });
  // A connection that breaks while nobody uses it; the next query opens another, or fails and says so.
  pool.on('error', () => undefined);
  // One that breaks while it is used: its query fails, and the event that nobody hears would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function toParser(oid: number, format?: 'text' | 'binary'): unknown {
  // Milliseconds since the epoch are far below 2^53.
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}
