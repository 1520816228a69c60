/**
 * Resolves with `performance.now()` milliseconds of the next picture that reaches the element; never rejects.
 * Pages in the background paint nothing, so there the element's word that it knows its first picture counts.
 */
export function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    // An element with sound alone has data too, but no size.
    const check = () => video.videoWidth > 0 && resolve(performance.now());
    video.requestVideoFrameCallback?.((_now, frame) => resolve(frame.presentationTime));
    const names = video.requestVideoFrameCallback === undefined ? ['loadeddata', 'timeupdate'] : ['loadeddata'];
    for (const name of names) video.addEventListener(name, check, { signal });
  });
}
