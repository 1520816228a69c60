/** A video track that shows nothing: what is published until a camera that starts switched off is opened. */
export function createBlankTrack({ width, height }: { width: number; height: number }): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  // Firefox gives no stream of a canvas that has no context.
  canvas.getContext('2d');
  const [track] = canvas.captureStream(0).getVideoTracks();
  if (track === undefined) throw new Error('a canvas stream without a track');
  return track;
}

/** An audio track that is silent: what a stream is brought back with whose microphone has gone. */
export function createSilentTrack(): MediaStreamTrack {
  const [track] = new AudioContext().createMediaStreamDestination().stream.getAudioTracks();
  if (track === undefined) throw new Error('an audio destination without a track');
  return track;
}
