import { invalidParameter } from '../errors/catalogue.ts';
import type { MediaProcessorConnector } from './connector.ts';

/** What a filter does to the picture. */
export type VideoFilter =
  | { type: 'backgroundBlur'; blurStrength?: 'low' | 'high' }
  | { type: 'backgroundReplacement'; backgroundImgUrl: string };

/** What a filter does to the sound. */
export interface AudioFilter {
  type: 'advancedNoiseSuppression';
}

/** The filters that are loaded when the first one is asked for. */
export interface Filters {
  /** Rejects where the browser cannot. */
  createVideoFilter(filter: VideoFilter): Promise<MediaProcessorConnector>;
  createAudioFilter(filter: AudioFilter): Promise<MediaProcessorConnector>;
}

/** Throws OT_INVALID_PARAMETER when this is no video filter. */
export function checkVideoFilter(given: unknown): asserts given is VideoFilter {
  const { type, blurStrength = 'high', backgroundImgUrl } = (given ?? {}) as Record<string, unknown>;
  if (type === 'backgroundBlur' && (blurStrength === 'low' || blurStrength === 'high')) return;
  if (type === 'backgroundReplacement' && typeof backgroundImgUrl === 'string' && backgroundImgUrl !== '') return;
  throw invalidParameter(
    "applyVideoFilter: give { type: 'backgroundBlur', blurStrength } or { type: 'backgroundReplacement', backgroundImgUrl }",
  );
}

/** Throws OT_INVALID_PARAMETER when this is no audio filter. */
export function checkAudioFilter(given: unknown): asserts given is AudioFilter {
  if ((given as AudioFilter | null | undefined)?.type === 'advancedNoiseSuppression') return;
  throw invalidParameter("applyAudioFilter: give { type: 'advancedNoiseSuppression' }");
}
