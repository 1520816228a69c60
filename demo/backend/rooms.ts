import { randomBytes } from 'node:crypto';
import { tooManyRooms } from './refusal.ts';

/** A meeting: whoever knows `roomId` may join until `expiresAt` (ms since the epoch). */
export interface Room {
  /** 128 random bits, base64url, 22 characters. */
  readonly roomId: string;
  readonly sessionId: string;
  readonly expiresAt: number;
}

/** Open meetings, in memory. */
export interface Rooms {
  /** Opens a room over a session that `createSession` makes; throws `tooManyRooms` before asking for it. */
  open(createSession: () => Promise<string>): Promise<Room>;
  /** Undefined for an unknown and for an expired id. */
  find(roomId: string): Room | undefined;
  /** The session in which the room's guests test their connections; made for the first of them. */
  openCheck(room: Room, createSession: () => Promise<string>): Promise<string>;
}

/** Starts with no rooms; each lives `lifetimeMs`, and at most `limit` are open at once. */
export function createRooms(options: { lifetimeMs: number; limit: number; now: () => number }): Rooms {
  const rooms = new Map<string, Room>();
  const checks = new Map<string, Promise<string>>();
  let opening = 0;
  const sweep = (): void => {
    for (const room of rooms.values()) {
      if (room.expiresAt > options.now()) continue;
      rooms.delete(room.roomId);
      checks.delete(room.roomId);
    }
  };
  return {
    async open(createSession) {
      sweep();
      if (rooms.size + opening >= options.limit) throw tooManyRooms();
      opening += 1;
      try {
        const sessionId = await createSession();
        const roomId = randomBytes(16).toString('base64url');
        const room = { roomId, sessionId, expiresAt: options.now() + options.lifetimeMs };
        rooms.set(roomId, room);
        return room;
      } finally {
        opening -= 1;
      }
    },
    openCheck({ roomId }, createSession) {
      const known = checks.get(roomId);
      if (known !== undefined) return known;
      const made = createSession();
      checks.set(roomId, made);
      // The next guest tries again.
      made.catch(() => checks.delete(roomId));
      return made;
    },
    find(roomId) {
      sweep();
      return rooms.get(roomId);
    },
  };
}
