import type { types } from 'mediasoup-client';
import type { OutgoingTrack, VideoEncoding } from '../engine.ts';

type Codec = types.RtpCodecCapability;
type PreferredCodecs = NonNullable<OutgoingTrack['preferredCodecs']>;

/** Codecs that carry their qualities inside one encoding (SVC) instead of several. */
const LAYERED = /VP9|AV1/i;

/** The first preferred codec that browser and server both have; undefined leaves the server's first. */
export function pickCodec(codecs: readonly Codec[], preferred: PreferredCodecs = []): Codec | undefined {
  const mimeTypes = codecs.map((codec) => codec.mimeType.toLowerCase());
  for (const name of preferred) {
    const index = mimeTypes.indexOf(`video/${name.toLowerCase()}`);
    if (index >= 0) return codecs[index];
  }
  return undefined;
}

function toRtpEncoding(encoding: VideoEncoding): types.RtpEncodingParameters {
  const { maxBitrateBps, maxFrameRate, scaleResolutionDownBy, scalabilityMode } = encoding;
  return {
    ...(maxBitrateBps === undefined ? {} : { maxBitrate: maxBitrateBps }),
    ...(maxFrameRate === undefined ? {} : { maxFramerate: maxFrameRate }),
    ...(scaleResolutionDownBy === undefined ? {} : { scaleResolutionDownBy }),
    ...(scalabilityMode === undefined ? {} : { scalabilityMode }),
  };
}

/**
 * The encodings as the browser takes them. VP8 simulcast gets frames that can be left out. VP9 and AV1 get one encoding: with as many spatial layers as there were
 * encodings where the browser knows scalability modes, else plain.
 */
export function toRtpEncodings(
  encodings: readonly VideoEncoding[],
  codec: Codec | undefined,
  knowsScalabilityModes: boolean,
): types.RtpEncodingParameters[] {
  const best = encodings.at(-1);
  const name = codec?.mimeType ?? '';
  if (best === undefined) return [];
  if (!LAYERED.test(name)) {
    // Not said, mediasoup-client would ask for frames that cannot be left out.
    const thinnable = encodings.length > 1 && knowsScalabilityModes && /VP8/i.test(name);
    return encodings.map((encoding) => toRtpEncoding(thinnable ? { scalabilityMode: 'L1T3', ...encoding } : encoding));
  }
  const { scaleResolutionDownBy: _, scalabilityMode, ...single } = best;
  if (!knowsScalabilityModes) return [toRtpEncoding(single)];
  const layers = Math.min(encodings.length, 3);
  const mode = scalabilityMode ?? (layers > 1 ? `L${layers}T3_KEY` : 'L1T3');
  return [toRtpEncoding({ ...single, scalabilityMode: mode })];
}
