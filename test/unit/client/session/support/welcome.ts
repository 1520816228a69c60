import type { StreamInfo } from '../../../../../src/protocol/model.ts';
import type { Welcome } from '../../../../../src/protocol/notifications.ts';

/** A stream with sound and picture. */
export function stream(id: string, connectionId: string): StreamInfo {
  const properties = { name: id, hasAudio: true, hasVideo: true, videoDimensions: { width: 640, height: 480 } };
  return { id, connectionId, createdAt: 1, properties, subscriberCount: 0 };
}

/** A welcome into an empty session as a publisher, but for what `changes` says. */
export function createWelcome(changes: Partial<Welcome> = {}): Welcome {
  return {
    protocol: 1,
    ticket: 'ticket',
    connection: { id: 'me', createdAt: 1, data: '' },
    permissions: {
      publish: true,
      subscribe: true,
      signal: true,
      forceUnpublish: false,
      forceDisconnect: false,
      forceMute: false,
    },
    connections: [],
    streams: [],
    counts: { version: 1, connections: 1, publishers: 0, subscribers: 0, subscribingOnly: 0 },
    iceServers: [],
    routerRtpCapabilities: {},
    ...changes,
  };
}
