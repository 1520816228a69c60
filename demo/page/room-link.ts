const ROOM_ID = /^[A-Za-z0-9_-]{22}$/;

/** The room id in a link, a fragment or a bare code; undefined if there is none. */
export function toRoomId(text: string): string | undefined {
  const trimmed = text.trim();
  if (ROOM_ID.test(trimmed)) return trimmed;
  const fragment = trimmed.slice(trimmed.indexOf('#') + 1);
  const roomId = new URLSearchParams(fragment).get('room') ?? '';
  return ROOM_ID.test(roomId) ? roomId : undefined;
}

/** The link to a room; the id is behind the #, which browsers never send to a server. */
export function toLink(roomId: string): string {
  return `${location.origin}${location.pathname}#room=${roomId}`;
}
