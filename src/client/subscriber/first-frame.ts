/**
 * Resolves with `performance.now()` milliseconds of the next picture that reaches the element; never rejects.
 * Pages in the background paint nothing, so the element's own "has data" counts as well.
 */
export function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const now = () => resolve(performance.now());
    video.requestVideoFrameCallback?.((_now, frame) => resolve(frame.presentationTime));
    video.addEventListener('loadeddata', now, { signal, once: true });
    if (video.requestVideoFrameCallback === undefined)
      video.addEventListener('timeupdate', now, { signal, once: true });
  });
}
