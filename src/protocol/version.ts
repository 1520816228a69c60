/** Version of the wire contract; raised by every change that is not a new optional field. See docs/protocol.md. */
export const PROTOCOL_VERSION = 1;

/** Path of the socket.io endpoint on the server. */
export const SIGNALING_PATH = '/signaling';
