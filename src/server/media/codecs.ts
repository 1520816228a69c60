import type { types } from 'mediasoup';
import type { RtpCapabilities } from '../../protocol/media-messages.ts';
import { toCodecDetails } from './wire.ts';

/**
 * What a router takes, best first: a browser publishes with the first it knows unless the app prefers another.
 * H264 is the constrained baseline profile (RFC 6184), which every browser has.
 */
export const ROUTER_CODECS: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90_000, parameters: { 'profile-id': 0 } },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90_000 },
];

/** The header extensions we use; every other one would only make `welcome` and each SDP longer. */
const USED_EXTENSIONS: ReadonlySet<string> = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:3gpp:video-orientation',
]);

/** Browsers have transport-cc instead of REMB and PLI instead of FIR. */
const UNUSED_FEEDBACK: ReadonlySet<string> = new Set(['goog-remb', 'ccm']);

/** What of a router's capabilities a client is told: the same codecs, without defaults and without what we don't use. */
export function toClientCapabilities(router: types.RtpCapabilities): RtpCapabilities {
  return {
    codecs: (router.codecs ?? []).map(toClientCodec),
    headerExtensions: (router.headerExtensions ?? [])
      .filter((extension) => USED_EXTENSIONS.has(extension.uri))
      .map(({ kind, uri, preferredId, direction }) => ({
        kind,
        uri,
        preferredId,
        ...(direction !== undefined && direction !== 'sendrecv' && { direction }),
      })),
  };
}

function toClientCodec(codec: types.RtpCodecCapability): NonNullable<RtpCapabilities['codecs']>[number] {
  const { kind, mimeType, preferredPayloadType, clockRate, rtcpFeedback } = codec;
  const feedback = (rtcpFeedback ?? []).filter(({ type }) => !UNUSED_FEEDBACK.has(type));
  return {
    kind,
    mimeType,
    preferredPayloadType,
    clockRate,
    ...toCodecDetails({ ...codec, rtcpFeedback: feedback }),
  };
}
