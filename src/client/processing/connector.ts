/** Makes another track of each track it is given: what OpenTok calls a media processor connector. */
export interface MediaProcessorConnector {
  /** Resolves with the track to use in place of `track`; called again whenever the source changes. */
  setTrack(track: MediaStreamTrack): Promise<MediaStreamTrack>;
  /** Ends the processing. */
  destroy(): Promise<void>;
}

/** Whether this can be used as a connector. */
export function isConnector(value: unknown): value is MediaProcessorConnector {
  const { setTrack, destroy } = (value ?? {}) as Partial<MediaProcessorConnector>;
  return typeof setTrack === 'function' && typeof destroy === 'function';
}
