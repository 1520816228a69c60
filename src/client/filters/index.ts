import type { MediaProcessorConnector } from '../processing/connector.ts';
import type { AudioFilter, Filters, VideoFilter } from '../processing/filter.ts';
import { Background } from './background.ts';
import { NoiseSuppression } from './noise-suppression.ts';

/** Where the files beside this one are. */
const assetsUrl = new URL('.', import.meta.url).href;

/** Picture filters; the model is loaded before it resolves. */
export const createVideoFilter: Filters['createVideoFilter'] = async (
  filter: VideoFilter,
): Promise<MediaProcessorConnector> => Background.create(filter, assetsUrl);

/** Sound filters. */
export const createAudioFilter: Filters['createAudioFilter'] = async (
  _filter: AudioFilter,
): Promise<MediaProcessorConnector> => NoiseSuppression.create(assetsUrl);
