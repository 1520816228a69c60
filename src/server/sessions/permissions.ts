import type { Permissions, Role } from '../../protocol/model.ts';

const NOTHING: Permissions = {
  publish: false,
  subscribe: false,
  signal: false,
  forceUnpublish: false,
  forceDisconnect: false,
  forceMute: false,
};

/**
 * What each role of a token may do. OpenTok's documents disagree on whether a `subscriber` may signal; here it may,
 * as the token guide has it (only `publisheronly` may not).
 */
const PERMISSIONS: Readonly<Record<Role, Permissions>> = {
  subscriber: { ...NOTHING, subscribe: true, signal: true },
  publisher: { ...NOTHING, publish: true, subscribe: true, signal: true },
  publisheronly: { ...NOTHING, publish: true },
  moderator: {
    publish: true,
    subscribe: true,
    signal: true,
    forceUnpublish: true,
    forceDisconnect: true,
    forceMute: true,
  },
};

/** What a role may do. */
export function toPermissions(role: Role): Permissions {
  return PERMISSIONS[role];
}

/** The role whose permissions these are; undefined when it is none's. */
export function findRole(permissions: Permissions): Role | undefined {
  const names = Object.keys(NOTHING) as (keyof Permissions)[];
  const roles = Object.keys(PERMISSIONS) as Role[];
  return roles.find((role) => names.every((name) => PERMISSIONS[role][name] === permissions[name]));
}
