import { createElement } from './element.ts';

/** Makes a video element that plays by itself, inline. */
export function createVideo({ muted }: { muted: boolean }): HTMLVideoElement {
  const video = createElement('video', 'OT_video-element', { autoplay: '', playsinline: '' });
  video.muted = muted;
  return video;
}

/** The picture as base64 PNG without the `data:` prefix; null while there is none. */
export function grabPicture(video: HTMLVideoElement): string | null {
  if (video.videoWidth === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
