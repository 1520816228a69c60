import type { Handshake } from '../../src/protocol/handshake.ts';
import type {
  ConsumerInfo,
  MediaServerInfo,
  RtpCapabilities,
  RtpParameters,
  TransportInfo,
} from '../../src/protocol/media-messages.ts';
import type { ConnectionInfo, Counts, StreamInfo } from '../../src/protocol/model.ts';
import type { NotificationData, NotificationName } from '../../src/protocol/notifications.ts';
import type { RequestData, RequestName, RequestReply } from '../../src/protocol/requests.ts';

// One example of every message, as it travels. Changing one of these so that it still passes is changing the contract:
// docs/protocol.md tells when that needs a new version.

const CONNECTION = '5f0a1c6e-93a7-4c0e-8d55-2f4b8b1c9a01';
const OTHER = '5f0a1c6e-93a7-4c0e-8d55-2f4b8b1c9a02';
const STREAM = '5f0a1c6e-93a7-4c0e-8d55-2f4b8b1c9a03';
const SUBSCRIPTION = '5f0a1c6e-93a7-4c0e-8d55-2f4b8b1c9a04';
const FINGERPRINT = Array.from({ length: 32 }, () => 'A5').join(':');

const connection: ConnectionInfo = { id: CONNECTION, createdAt: 1_795_220_443_363, data: 'name=Ada' };
const other: ConnectionInfo = { id: OTHER, createdAt: 1_795_220_443_400, data: '' };
const counts: Counts = { version: 7, connections: 3, publishers: 1, subscribers: 2, subscribingOnly: 1 };

const stream: StreamInfo = {
  id: STREAM,
  connectionId: OTHER,
  createdAt: 1_795_220_444_000,
  properties: {
    name: 'Ada',
    initials: 'AL',
    hasAudio: true,
    hasVideo: true,
    videoType: 'camera',
    videoDimensions: { width: 640, height: 480 },
    frameRate: 30,
    defaultFitMode: 'cover',
  },
  subscriberCount: 2,
};

const rtpParameters: RtpParameters = {
  mid: '0',
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 101,
      clockRate: 90_000,
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
    },
    { mimeType: 'video/rtx', payloadType: 102, clockRate: 90_000, parameters: { apt: 101 } },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
  encodings: [
    { rid: 'r0', scaleResolutionDownBy: 4, maxBitrate: 150_000, active: true, scalabilityMode: 'L1T3' },
    { rid: 'r1', scaleResolutionDownBy: 1, maxBitrate: 1_500_000, active: true, scalabilityMode: 'L1T3' },
  ],
  rtcp: { cname: 'x1', reducedSize: true },
};

const rtpCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1, usedtx: 1 },
      rtcpFeedback: [{ type: 'transport-cc' }],
    },
  ],
  headerExtensions: [
    { kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1, direction: 'recvonly' },
  ],
};

const transport: TransportInfo = {
  id: '0ce6ccb6-b7ca-4085-9877-429ec87a5f16',
  iceParameters: { usernameFragment: 'aibtt6128muhcz9j', password: '583v7waj3en6c03bbujikp5e30yzuq7p', iceLite: true },
};

const mediaServer: MediaServerInfo = {
  iceCandidates: [
    {
      foundation: 'udpcandidate',
      priority: 1_076_558_079,
      address: '192.0.2.1',
      protocol: 'udp',
      port: 40_000,
      type: 'host',
    },
    {
      foundation: 'tcpcandidate',
      priority: 1_076_276_479,
      address: '192.0.2.1',
      protocol: 'tcp',
      port: 40_000,
      type: 'host',
      tcpType: 'passive',
    },
  ],
  dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }] },
  sctpParameters: { port: 5000, OS: 65_535, MIS: 65_535, maxMessageSize: 262_144 },
};

const consumer: ConsumerInfo = {
  id: 'a80049fb-1b56-4869-97d2-138278135365',
  producerId: 'cd33a105-d9d3-4431-a804-9b5ea73ff3f8',
  kind: 'video',
  rtpParameters: { ...rtpParameters, encodings: [{ ssrc: 427_152_194, rtx: { ssrc: 427_152_195 } }] },
};

/** A resume ticket: 32 random bytes, base64url. */
const TICKET = 'kq1Z5ZP0XoM7N0q3o2XzJm0vH7m7mPq2a4Y8m0b1c2d';

/** What a client sends when it connects. */
export const handshake: Handshake = {
  protocol: 1,
  apiKey: '4711',
  sessionId: '2_MX40NzExfn4xNzk1MjIxNzE5NDI3fn4',
  token: 'T1==cGFydG5lcl9pZD00NzEx',
  connectionEvents: true,
  anticipate: true,
  resume: { connectionId: OTHER, ticket: TICKET, after: 17, fresh: true },
};

const senderReport = {
  connectionMaxAllocatedBitrate: 1_200_000,
  connectionEstimatedBandwidth: 900_000.5,
  networkCondition: 'fair',
  networkConditionReason: 'bandwidth',
} as const;

/** A request and its reply. */
export type RequestFixtures = {
  readonly [Name in RequestName]: { readonly data: RequestData<Name>; readonly reply: RequestReply<Name> };
};

/** One example of each request with its reply. */
export const requests: RequestFixtures = {
  connectTransports: {
    data: {
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: FINGERPRINT }] },
      rtpCapabilities,
    },
    reply: {},
  },
  restartIce: { data: {}, reply: { send: transport.iceParameters, recv: transport.iceParameters } },
  renewTransports: { data: {}, reply: { mediaServer, sendTransport: transport, recvTransport: transport } },
  publish: {
    data: { streamId: STREAM, properties: stream.properties, tracks: [{ kind: 'video', rtpParameters }] },
    reply: { streamId: STREAM, createdAt: stream.createdAt, muted: true },
  },
  unpublish: { data: { streamId: STREAM, reason: 'mediaStopped' }, reply: {} },
  updateStream: {
    data: {
      streamId: STREAM,
      hasAudio: false,
      hasVideo: true,
      videoDimensions: { width: 480, height: 640 },
      reason: 'quality',
    },
    reply: {},
  },
  reportSending: { data: { streamId: STREAM, ...senderReport }, reply: {} },
  subscribe: {
    data: { subscriptionId: SUBSCRIPTION, streamId: STREAM, audio: true, video: true },
    reply: { consumers: [consumer] },
  },
  playSubscription: { data: { subscriptionId: SUBSCRIPTION }, reply: {} },
  updateSubscription: {
    data: {
      subscriptionId: SUBSCRIPTION,
      audio: true,
      video: false,
      preferredDimensions: { width: 320, height: 180 },
      maxFrameRate: null,
    },
    reply: {},
  },
  unsubscribe: { data: { subscriptionId: SUBSCRIPTION }, reply: {} },
  requestKeyFrame: { data: { subscriptionId: SUBSCRIPTION }, reply: {} },
  signal: { data: { type: 'chat', data: '"hello"', to: OTHER }, reply: {} },
  forceDisconnect: { data: { connectionId: OTHER }, reply: {} },
  forceUnpublish: { data: { streamId: STREAM }, reply: {} },
  forceMuteStream: { data: { streamId: STREAM }, reply: {} },
  forceMuteAll: { data: { excludedStreamIds: [STREAM] }, reply: {} },
  disableForceMute: { data: {}, reply: {} },
};

/** One example of each notification. */
export const notifications: { readonly [Name in NotificationName]: NotificationData<Name> } = {
  welcome: {
    protocol: 1,
    ticket: TICKET,
    connection,
    permissions: {
      publish: true,
      subscribe: true,
      signal: true,
      forceUnpublish: false,
      forceDisconnect: false,
      forceMute: false,
    },
    minimumEncryption: 'aes-256',
    connections: [other],
    streams: [stream],
    owners: [other],
    counts,
    muteForced: true,
    iceServers: [{ urls: ['turn:turn.example.com:3478'], username: 'u', credential: 'c' }],
    routerRtpCapabilities: rtpCapabilities,
    mediaServer,
    sendTransport: transport,
    recvTransport: transport,
  },
  resumed: { received: 3 },
  mediaRenewed: { mediaServer, sendTransport: transport, recvTransport: transport },
  videoSupplyChanged: { subscriptionId: SUBSCRIPTION, supply: 'none' },
  streamRestored: { streamId: STREAM },
  connectionCreated: { connection: other, counts },
  connectionDestroyed: { connectionId: OTHER, reason: 'networkDisconnected', counts },
  streamCreated: { stream, connection: other, offer: { subscriptionId: SUBSCRIPTION, consumers: [consumer] }, counts },
  streamDestroyed: { streamId: STREAM, reason: 'clientDisconnected', counts },
  streamUpdated: {
    streamId: STREAM,
    hasAudio: true,
    hasVideo: false,
    videoDimensions: { width: 1, height: 1 },
    reason: 'quality',
  },
  sendingReported: { streamId: STREAM, ...senderReport },
  countsChanged: { counts, streams: [{ id: STREAM, subscriberCount: 2 }] },
  signal: { type: 'chat', data: '{"a":1}', from: OTHER, connection: other },
  muteForced: { streamIds: [STREAM], active: true },
  encryptionRefused: { required: 'aes-256' },
  requestRefused: {
    request: 'playSubscription',
    error: { code: 'notFound', message: 'There is no such subscription.' },
  },
  expelled: { reason: 'serverRotation' },
};
