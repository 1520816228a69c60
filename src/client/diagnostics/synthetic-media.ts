/** A picture that costs an encoder as much as a face that moves, and a tone: nobody is asked for a camera. */
export interface SyntheticMedia {
  readonly audio: MediaStreamTrack;
  readonly video: MediaStreamTrack;
  stop(): void;
}

const [WIDTH, HEIGHT, FRAMES_PER_SECOND] = [640, 480, 30];
/** Squares of noise, in pixels. */
const GRAIN = 16;

function draw(context: CanvasRenderingContext2D): void {
  for (let x = 0; x < WIDTH; x += GRAIN) {
    for (let y = 0; y < HEIGHT; y += GRAIN) {
      // A third of the picture changes in each frame.
      if (Math.random() > 0.3) continue;
      const shade = Math.floor(Math.random() * 256);
      context.fillStyle = `rgb(${shade}, ${255 - shade}, ${(shade * 7) % 256})`;
      context.fillRect(x, y, GRAIN, GRAIN);
    }
  }
}

function first(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (track === undefined) throw new Error('a stream without a track');
  return track;
}

/** Begins at once. */
export function createSyntheticMedia(): SyntheticMedia {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext('2d');
  const timer = setInterval(() => context && draw(context), 1000 / FRAMES_PER_SECOND);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const destination = sound.createMediaStreamDestination();
  tone.connect(destination);
  tone.start();
  const tracks = { audio: first(destination.stream), video: first(canvas.captureStream(FRAMES_PER_SECOND)) };
  return {
    ...tracks,
    stop() {
      clearInterval(timer);
      for (const track of Object.values(tracks)) track.stop();
      void sound.close();
    },
  };
}
