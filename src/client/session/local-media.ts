import type { IncomingMedia } from '../media/engine.ts';

/** The own media as if it had been received: what a subscriber to one's own stream shows. */
export function createLocalMedia(mediaStream: MediaStream): IncomingMedia {
  return {
    mediaStream: new MediaStream(mediaStream.getTracks()),
    encryption: undefined,
    firstRtpAt: Promise.resolve(performance.now()),
    setTracks: () => Promise.resolve(),
    setQuality: () => Promise.resolve(),
    requestKeyFrame: () => undefined,
    readAudioLevel: () => undefined,
    renew: async () => undefined,
    countPackets: () => Promise.resolve(0),
    getStats: () => Promise.resolve([]),
    close: () => undefined,
  };
}
