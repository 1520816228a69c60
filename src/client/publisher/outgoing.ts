import { DEFAULT_SIZE, parseResolution } from '../devices/constraints.ts';
import type { OutgoingTrack } from '../media/engine.ts';
import { createBlankTrack, createSilentTrack } from './blank.ts';
import { encodableCodecs, toCodecs, toEncodings } from './encodings.ts';
import type { Dimensions } from './events.ts';
import type { PublishedProperties } from './link.ts';
import { type PublisherProperties, toAudioBitrateBps, toInitials } from './properties.ts';
import type { Sources } from './sources.ts';

/** The microphone's track and how Opus encodes it. */
export function toOutgoingAudio(track: MediaStreamTrack, properties: PublisherProperties): OutgoingTrack {
  const maxAverageBitrateBps = toAudioBitrateBps(properties.audioBitrate);
  const stereo = properties.enableStereo === true;
  return {
    track,
    standIn: createSilentTrack,
    opus: { dtx: properties.enableDtx !== false, fec: true, stereo, maxAverageBitrateBps },
  };
}

/** The picture's track and how it is encoded. */
export function toOutgoingVideo(
  track: MediaStreamTrack,
  size: Dimensions,
  screen: boolean,
  properties: PublisherProperties,
): OutgoingTrack {
  const codecs = toCodecs(properties.preferredVideoCodecs, encodableCodecs());
  const scalable = screen ? properties.scalableScreenshare === true : properties.scalableVideo !== false;
  const detailed = properties.videoContentHint === 'detail' || properties.videoContentHint === 'text';
  const encodings = toEncodings({ ...size, codec: codecs[0] ?? 'VP8', screen, scalable, detailed });
  return { track, standIn: () => createBlankTrack(size), encodings, preferredCodecs: codecs };
}

/** Pixels of what is captured: what the track says, else what was asked for. */
export function toCapturedSize(track: MediaStreamTrack | undefined, properties: PublisherProperties): Dimensions {
  const { width, height } = track?.getSettings() ?? {};
  if (width !== undefined && height !== undefined) return { width, height };
  return properties.resolution === undefined ? DEFAULT_SIZE : parseResolution(properties.resolution);
}

function fallsBack({ audioFallback, audioFallbackEnabled }: PublisherProperties, videoType?: string): boolean {
  return audioFallback?.subscriber ?? audioFallbackEnabled ?? videoType !== 'screen';
}

/** What everyone in the session learns of the stream. */
export function toStreamProperties(
  sources: Sources | undefined,
  on: { audio: boolean; video: boolean },
  { width, height }: Dimensions,
  properties: PublisherProperties,
): PublishedProperties {
  const initials = toInitials(properties.initials);
  const videoType = sources?.videoType;
  return {
    name: String(properties.name ?? ''),
    ...(initials !== undefined && { initials }),
    hasAudio: on.audio && sources?.audio?.readyState === 'live',
    hasVideo: on.video && videoType !== undefined,
    ...(videoType !== undefined && {
      videoType,
      videoDimensions: { width: Math.round(width), height: Math.round(height) },
    }),
    ...(properties.frameRate !== undefined && { frameRate: properties.frameRate }),
    ...(properties.fitMode !== undefined && { defaultFitMode: properties.fitMode }),
    ...(!fallsBack(properties, videoType) && { audioFallback: false }),
  };
}
