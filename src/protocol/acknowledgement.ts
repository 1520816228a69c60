import type { WireError } from './error-codes.ts';

/** How the server answers a request. */
export type Acknowledgement<Reply> = { ok: true; data: Reply } | { ok: false; error: WireError };
