import type { Moderator } from '../sessions/moderation.ts';

/** A back end with a valid credential may do everything in the sessions of its project. */
export const BACK_END: Moderator = { forceDisconnect: true, forceUnpublish: true, forceMute: true };
