import type { Permissions, Role } from '../../protocol/model.ts';

const NOTHING: Permissions = {
  publish: false,
  subscribe: false,
  signal: false,
  forceUnpublish: false,
  forceDisconnect: false,
  forceMute: false,
};

/** Names of what a client may do. */
export type Capability = 'publish' | 'subscribe' | 'signal' | 'forceUnpublish' | 'forceDisconnect' | 'forceMute';

/** What a role will be allowed, before the server's word arrives. */
export function toPermissions(role: Role): Permissions {
  const moderates = role === 'moderator';
  return {
    publish: role !== 'subscriber',
    subscribe: role !== 'publisheronly',
    signal: role !== 'publisheronly',
    forceUnpublish: moderates,
    forceDisconnect: moderates,
    forceMute: moderates,
  };
}

/** What this client may do, as 0 or 1; all 0 before `connect`. The server checks every action again. */
export class Capabilities implements Record<Capability, 0 | 1> {
  readonly publish: 0 | 1;
  readonly subscribe: 0 | 1;
  readonly signal: 0 | 1;
  readonly forceUnpublish: 0 | 1;
  readonly forceDisconnect: 0 | 1;
  readonly forceMute: 0 | 1;
  /** 1 from `connect` on: this client has media. */
  readonly supportsWebRTC: 0 | 1;
  /** Whether calls of this session can be encrypted end to end. */
  readonly supportsE2ee: 0 | 1 = 0;

  /** @internal */
  constructor(permissions: Permissions = NOTHING) {
    this.publish = permissions.publish ? 1 : 0;
    this.subscribe = permissions.subscribe ? 1 : 0;
    this.signal = permissions.signal ? 1 : 0;
    this.forceUnpublish = permissions.forceUnpublish ? 1 : 0;
    this.forceDisconnect = permissions.forceDisconnect ? 1 : 0;
    this.forceMute = permissions.forceMute ? 1 : 0;
    this.supportsWebRTC = permissions === NOTHING ? 0 : 1;
  }

  /** Whether the action of that name is allowed. */
  permittedTo(name: Capability): boolean {
    return this[name] === 1;
  }
}
