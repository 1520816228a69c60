import { createUuid } from '../../src/base/ids.ts';
import type { WireErrorCode } from '../../src/protocol/error-codes.ts';
import { LIMITS } from '../../src/protocol/limits.ts';
import type { RtpParameters } from '../../src/protocol/media-messages.ts';
import { REQUESTS } from '../../src/protocol/requests.ts';
import { createAudioParameters, createVideoParameters } from './raw-client.ts';

/** One message a well-behaved client would never send, and how it must be refused. */
export interface Attack {
  readonly title: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly code: WireErrorCode;
}

/** Ids of others that an attacker might learn. */
export interface Loot {
  /** A stream of another connection in the attacker's session. */
  readonly streamId: string;
  /** A subscription of another connection. */
  readonly subscriptionId: string;
  /** Transports, producers and consumers of another connection. */
  readonly mediaIds: readonly string[];
  readonly connectionId: string;
  /** Of another session. */
  readonly foreignStreamId: string;
  readonly foreignConnectionId: string;
  /** RTP parameters of the attacker's own stream. */
  readonly ownTracks: readonly { kind: 'audio' | 'video'; rtpParameters: RtpParameters }[];
}

const PROPERTIES = { name: '', hasAudio: false, hasVideo: true };
const DTLS = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB' }] };

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
}

/** Wrong shapes, for every request there is. */
export function createShapeAttacks(): Attack[] {
  // JSON.parse, unlike an object literal, makes a property of this name.
  const polluting: unknown = JSON.parse('{"__proto__":{"publish":true},"constructor":{"prototype":{"ok":true}}}');
  const shapes: readonly (readonly [string, readonly unknown[]])[] = [
    ['nothing', []],
    ['null', [null]],
    ['a number', [1e308]],
    ['a text', ['x'.repeat(1000)]],
    ['an empty list', [[]]],
    ['a huge list', [Array.from({ length: 10_000 }, () => 1)]],
    ['a boolean', [true]],
    ['bytes', [Buffer.alloc(1000, 7)]],
    ['deep nesting', [deep(500)]],
    ['prototype pollution', [polluting]],
    ['an unknown field', [{ admin: true }]],
    ['two arguments', [{}, {}]],
  ];
  return Object.keys(REQUESTS).flatMap((name) =>
    shapes.map(([title, args]) => ({ title: `${name} with ${title}`, name, args, code: 'invalidMessage' as const })),
  );
}

/** Names that are no requests. */
export function createNameAttacks(): Attack[] {
  const names = [
    '',
    ' ',
    'Publish',
    'publish ',
    'error',
    'welcome',
    'expelled',
    '__proto__',
    'constructor',
    'toString',
  ];
  names.push(
    'hasOwnProperty',
    'valueOf',
    'message',
    'data',
    'close',
    'x'.repeat(20_000),
    '\u0000',
    '../../etc',
    '*',
    '💥',
  );
  return names.map((name) => ({
    title: `the name ${JSON.stringify(name.slice(0, 20))}`,
    name,
    args: [{}],
    code: 'invalidMessage',
  }));
}

/** Values that fit the form but not the limits. */
export function createValueAttacks(): Attack[] {
  const subscriptionId = createUuid();
  const streamId = createUuid();
  const video = { kind: 'video', rtpParameters: createVideoParameters() };
  const audio = { kind: 'audio', rtpParameters: createAudioParameters() };
  const report = {
    connectionMaxAllocatedBitrate: 1,
    connectionEstimatedBandwidth: 1,
    networkCondition: 'good',
    networkConditionReason: 'none',
  };
  const values: readonly (readonly [string, string, unknown])[] = [
    ['too much data', 'signal', { data: 'x'.repeat(LIMITS.signalData + 1) }],
    ['too long a type', 'signal', { type: 'x'.repeat(LIMITS.signalType + 1) }],
    ['an empty type', 'signal', { type: '' }],
    ['a type with spaces', 'signal', { type: 'a b' }],
    ['a type with a control character', 'signal', { type: 'a\u0000' }],
    ['data that is no text', 'signal', { data: { a: 1 } }],
    ['a receiver that is no id', 'signal', { to: 'everyone' }],
    ['a receiver in upper case', 'signal', { to: createUuid().toUpperCase() }],
    ['a list of receivers', 'signal', { to: [createUuid()] }],
    ['a sender', 'signal', { from: createUuid() }],
    ['an id that is a path', 'unpublish', { streamId: '../../../etc/passwd' }],
    ['an id that is a query', 'unpublish', { streamId: "' OR 1=1 --" }],
    ['a reason of its own', 'unpublish', { streamId, reason: 'because' }],
    ['a reason only the server has', 'unpublish', { streamId, reason: 'forceUnpublished' }],
    ['a size below zero', 'updateStream', { streamId, videoDimensions: { width: -1, height: 1 } }],
    ['a size beyond all screens', 'updateStream', { streamId, videoDimensions: { width: 1e9, height: 1 } }],
    ['a fraction of a pixel', 'updateStream', { streamId, videoDimensions: { width: 1.5, height: 1 } }],
    ['half a size', 'updateStream', { streamId, videoDimensions: { width: 1 } }],
    ['a name', 'updateStream', { streamId, name: 'new' }],
    ['a made-up reason', 'updateStream', { streamId, hasVideo: false, reason: '<script>' }],
    ['a condition nobody knows', 'reportSending', { streamId, ...report, networkCondition: 'superb' }],
    ['a bandwidth without end', 'reportSending', { streamId, ...report, connectionEstimatedBandwidth: 1e300 }],
    ['more than a report', 'reportSending', { streamId, ...report, note: 'x' }],
    ['text for a flag', 'updateStream', { streamId, hasAudio: 'yes' }],
    ['a missing flag', 'subscribe', { subscriptionId, streamId, audio: true }],
    ['a number for a flag', 'subscribe', { subscriptionId, streamId, audio: 1, video: 0 }],
    [
      'a consumer of its own',
      'subscribe',
      { subscriptionId, streamId, audio: true, video: true, consumerId: streamId },
    ],
    ['an id that is no id', 'forceDisconnect', { connectionId: 'all' }],
    ['a stream too', 'forceDisconnect', { connectionId: createUuid(), streamId }],
    ['a list', 'forceUnpublish', { streamId: [streamId] }],
    ['a text for the excluded', 'forceMuteAll', { excludedStreamIds: streamId }],
    ['something else excluded', 'forceMuteAll', { excludedStreamIds: [streamId, 7] }],
    [
      'more excluded than may be',
      'forceMuteAll',
      { excludedStreamIds: Array(LIMITS.excludedStreams + 1).fill(streamId) },
    ],
    ['no tracks', 'publish', { properties: PROPERTIES, tracks: [] }],
    ['three tracks', 'publish', { properties: PROPERTIES, tracks: [audio, video, video] }],
    ['two videos', 'publish', { properties: PROPERTIES, tracks: [video, video] }],
    ['sound without a track', 'publish', { properties: { ...PROPERTIES, hasAudio: true }, tracks: [video] }],
    ['a picture without a track', 'publish', { properties: PROPERTIES, tracks: [audio] }],
    [
      'too long a name',
      'publish',
      { properties: { ...PROPERTIES, name: 'x'.repeat(LIMITS.streamName + 1) }, tracks: [video] },
    ],
    ['a name that is no text', 'publish', { properties: { ...PROPERTIES, name: 7 }, tracks: [video] }],
    ['a stream id that is none', 'publish', { properties: PROPERTIES, tracks: [video], streamId: 'mine' }],
    ['a secret of its own', 'renewTransports', { ticket: 'x' }],
    ['whose credentials', 'restartIce', { connectionId: createUuid() }],
    ['an impossible frame rate', 'publish', { properties: { ...PROPERTIES, frameRate: 1e9 }, tracks: [video] }],
    ['a track that is neither', 'publish', { properties: PROPERTIES, tracks: [{ ...video, kind: 'smell' }] }],
    ['a fingerprint that is none', 'connectTransports', { dtlsParameters: DTLS, rtpCapabilities: { codecs: 7 } }],
    ['no fingerprint', 'connectTransports', { dtlsParameters: { fingerprints: [] }, rtpCapabilities: {} }],
    [
      'a hash nobody knows',
      'connectTransports',
      {
        dtlsParameters: { fingerprints: [{ algorithm: 'md5', value: 'AA:BB' }] },
        rtpCapabilities: {},
      },
    ],
  ];
  return values.map(([title, name, data]) => ({
    title: `${name} with ${title}`,
    name,
    args: [data],
    code: 'invalidMessage',
  }));
}

/** Things that only a moderator may do; the attacker is none, whatever its ids are worth. */
export function createModerationAttacks(loot: Loot): Attack[] {
  const { streamId, connectionId, foreignStreamId, foreignConnectionId } = loot;
  const attack = (name: string, data: unknown): Attack => ({
    title: `${name} ${JSON.stringify(data)} without being a moderator`,
    name,
    args: [data],
    code: 'notPermitted',
  });
  const streamIds = [streamId, foreignStreamId, createUuid()];
  return [
    ...[connectionId, foreignConnectionId, createUuid()].map((id) => attack('forceDisconnect', { connectionId: id })),
    ...streamIds.map((id) => attack('forceUnpublish', { streamId: id })),
    ...streamIds.map((id) => attack('forceMuteStream', { streamId: id })),
    attack('forceMuteAll', { excludedStreamIds: [] }),
    attack('forceMuteAll', { excludedStreamIds: [streamId] }),
    attack('disableForceMute', {}),
  ];
}

/** Things that are not the attacker's to touch. */
export function createTheftAttacks(loot: Loot): Attack[] {
  const { streamId, subscriptionId, connectionId, foreignStreamId, foreignConnectionId, mediaIds } = loot;
  const unknown = createUuid();
  const streamIds = [streamId, foreignStreamId, connectionId, unknown, ...mediaIds];
  const subscriptionIds = [subscriptionId, streamId, connectionId, unknown, ...mediaIds];
  const attack = (title: string, name: string, data: unknown): Attack => ({
    title,
    name,
    args: [data],
    code: 'notFound',
  });
  return [
    ...streamIds.flatMap((id, index) => [
      attack(`ends stream ${index}`, 'unpublish', { streamId: id }),
      attack(`mutes stream ${index}`, 'updateStream', { streamId: id, hasAudio: false }),
    ]),
    ...subscriptionIds.flatMap((id, index) => [
      attack(`plays subscription ${index}`, 'playSubscription', { subscriptionId: id }),
      attack(`mutes subscription ${index}`, 'updateSubscription', { subscriptionId: id, audio: false }),
      attack(`ends subscription ${index}`, 'unsubscribe', { subscriptionId: id }),
      attack(`refreshes subscription ${index}`, 'requestKeyFrame', { subscriptionId: id }),
    ]),
    ...[foreignStreamId, connectionId, unknown, ...mediaIds].map((id, index) =>
      attack(`watches stream ${index}`, 'subscribe', {
        subscriptionId: createUuid(),
        streamId: id,
        audio: true,
        video: true,
      }),
    ),
    ...[streamId, foreignStreamId, unknown].map((id, index) =>
      attack(`takes stream ${index} over`, 'publish', {
        streamId: id,
        properties: PROPERTIES,
        tracks: [{ kind: 'video', rtpParameters: createVideoParameters() }],
      }),
    ),
    attack('whispers into another session', 'signal', { to: foreignConnectionId }),
    attack('whispers to nobody', 'signal', { to: unknown }),
  ];
}

/** RTP parameters that fit the schema and that the media server refuses. */
export function createMediaAttacks({ ownTracks }: Loot): Attack[] {
  const video = createVideoParameters();
  const [codec, rtx] = video.codecs;
  if (codec === undefined || rtx === undefined) throw new Error('a codec is missing');
  const parameters: readonly (readonly [string, unknown])[] = [
    ['a codec nobody knows', { ...video, codecs: [{ ...codec, mimeType: 'video/NONE' }] }],
    ['a codec without a kind', { ...video, codecs: [{ ...codec, mimeType: 'VP8' }] }],
    ['an audio codec as video', { ...createAudioParameters(), encodings: [{ ssrc: 77 }] }],
    ['a strange clock rate', { ...video, codecs: [{ ...codec, clockRate: 1 }, rtx] }],
    ['RTX for nothing', { ...video, codecs: [rtx] }],
    ['RTX for a missing codec', { ...video, codecs: [codec, { ...rtx, parameters: { apt: 13 } }] }],
    ['RTX without a codec', { ...video, codecs: [codec, { ...rtx, parameters: {} }] }],
    ['RTX for words', { ...video, codecs: [codec, { ...rtx, parameters: { apt: 'ninety-six' } }] }],
    ['no way to tell its packets', { ...video, encodings: [{}] }],
    ['no encodings', { ...video, encodings: [] }],
    ['encodings twice the same', { ...video, encodings: [{ ssrc: 5001 }, { ssrc: 5001 }] }],
    ['layers twice the same', { ...video, encodings: [{ rid: 'a' }, { rid: 'a' }], mid: undefined }],
    ['a payload type nobody announced', { ...video, encodings: [{ ssrc: 5002, codecPayloadType: 3 }] }],
    ['no codec', { ...video, codecs: [] }],
    ['a payload type beyond all', { ...video, codecs: [{ ...codec, payloadType: 200 }] }],
    ['an SSRC beyond all', { ...video, encodings: [{ ssrc: 2 ** 32 }] }],
    ['a header extension below all', { ...video, headerExtensions: [{ uri: 'urn:x', id: 0 }] }],
    ['far too many codecs', { ...video, codecs: Array.from({ length: 60 }, () => codec) }],
    ['a parameter that is a list', { ...video, codecs: [{ ...codec, parameters: { x: [1, 2] } }] }],
  ];
  return [
    ...parameters.map(([title, rtpParameters]) => ({
      title: `publishes with ${title}`,
      name: 'publish',
      args: [{ properties: PROPERTIES, tracks: [{ kind: 'video', rtpParameters }] }],
      code: 'invalidMessage' as const,
    })),
    {
      title: 'publishes the same tracks twice',
      name: 'publish',
      args: [{ properties: { ...PROPERTIES, hasAudio: true }, tracks: ownTracks }],
      code: 'invalidMessage',
    },
  ];
}
