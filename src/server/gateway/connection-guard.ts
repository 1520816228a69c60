/** What is needed of an engine.io connection, which is there before anybody has shown a token. */
export interface Guarded {
  on(event: 'packetCreate' | 'packet', listener: (packet: { type: string; data?: unknown }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
  close(discard: boolean): unknown;
}

/** What one connection may cost. */
export interface GuardLimits {
  /** CONNECT packets it may send; a page needs one. socket.io answers each, also those for namespaces that do not exist. */
  readonly connectPackets: number;
  /** Characters that may wait to be sent to it; one message may be larger. */
  readonly unsentCharacters: number;
}

/** How a socket.io CONNECT packet begins. */
const CONNECT = '0';

/** Closes a connection that asks to join again and again, or that does not read what it is sent: neither may fill the memory. */
export function guardConnection(connection: Guarded, limits: GuardLimits): void {
  let connects = 0;
  let unsent = 0;
  let refused = false;
  const refuse = (): void => {
    if (refused) return;
    refused = true;
    // Not now: a fact may be on its way to all members, and this connection's end is the next fact.
    setImmediate(() => connection.close(true));
  };
  connection.on('packet', ({ type, data }) => {
    if (type !== 'message' || typeof data !== 'string' || !data.startsWith(CONNECT)) return;
    connects += 1;
    if (connects > limits.connectPackets) refuse();
  });
  connection.on('packetCreate', ({ data }) => {
    if (unsent > limits.unsentCharacters) refuse();
    unsent += typeof data === 'string' ? data.length : 0;
  });
  // engine.io hands over all that waits as soon as the line has taken what went before.
  connection.on('flush', () => {
    unsent = 0;
  });
}
