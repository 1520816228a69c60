/** Draws what becomes of a frame onto the canvas, which has the frame's size. */
type Draw = (frame: VideoFrame | HTMLVideoElement, canvas: HTMLCanvasElement) => Promise<void>;

/** A track being made of another one, picture by picture. */
export interface FrameLoop {
  readonly output: MediaStreamTrack;
  /** Resolves with the first picture. */
  readonly started: Promise<void>;
  /** Idempotent. */
  stop(): void;
}

/** The pair that Chromium has for tracks on the main thread (W3C mediacapture-transform, first version). */
interface TrackStreams {
  readonly MediaStreamTrackProcessor?: new (init: {
    track: MediaStreamTrack;
  }) => { readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator?: new (init: {
    kind: 'video';
  }) => MediaStreamTrack & { writable: WritableStream<VideoFrame> };
}

/** Between two looks for a new picture, where the browser only has an element to look at. */
const LOOK_EVERY_MS = 15;

function fit(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Passes every picture of `track` through `draw`; goes on while the page is in the background. */
export function startFrameLoop(track: MediaStreamTrack, draw: Draw): FrameLoop {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as TrackStreams;
  const canvas = document.createElement('canvas');
  if (MediaStreamTrackProcessor === undefined || MediaStreamTrackGenerator === undefined)
    return watch(track, canvas, draw);
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const output = new MediaStreamTrackGenerator({ kind: 'video' });
  const writer = output.writable.getWriter();
  const stopping = new AbortController();
  const { signal } = stopping;
  const step = async (): Promise<boolean> => {
    const { value: frame } = await reader.read();
    if (frame === undefined) return false;
    try {
      if (signal.aborted) return false;
      fit(canvas, frame.displayWidth, frame.displayHeight);
      await draw(frame, canvas);
      await writer.write(new VideoFrame(canvas, { timestamp: frame.timestamp }));
      return !signal.aborted;
    } finally {
      frame.close();
    }
  };
  const close = () => {
    stopping.abort();
    // Both may have ended by themselves.
    reader.cancel().catch(() => undefined);
    writer.close().catch(() => undefined);
    output.stop();
  };
  return { output, started: run(step, signal), stop: close };
}

/** The same with an element that plays the track, and a canvas that is captured. */
function watch(track: MediaStreamTrack, canvas: HTMLCanvasElement, draw: Draw): FrameLoop {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  canvas.getContext('2d');
  const [output] = canvas.captureStream().getVideoTracks();
  if (output === undefined) throw new Error('a canvas stream without a track');
  const stopping = new AbortController();
  let shownAt = -1;
  const step = async (): Promise<boolean> => {
    if (video.paused) await video.play();
    if (video.currentTime !== shownAt && video.videoWidth > 0) {
      shownAt = video.currentTime;
      fit(canvas, video.videoWidth, video.videoHeight);
      await draw(video, canvas);
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    return true;
  };
  const stop = () => {
    stopping.abort();
    video.srcObject = null;
    output.stop();
  };
  return { output, started: run(step, stopping.signal), stop };
}

/** Steps until it is stopped or the source ends; resolves after the first step, rejects when that fails. */
async function run(step: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  await step();
  void (async () => {
    while (!signal.aborted) {
      // A picture that could not be processed is left out, never passed on as it is.
      const goesOn = await step().catch(async () => {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        return true;
      });
      if (!goesOn) return;
    }
  })();
}
