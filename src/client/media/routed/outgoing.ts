import type { types } from 'mediasoup-client';
import type { RequestData } from '../../../protocol/requests.ts';
import type { OutgoingTrack } from '../engine.ts';
import { pickCodec, toRtpEncodings } from './encodings.ts';
import type { Leg } from './leg.ts';

/**
 * Viewers whose connection is warm need about this long to be able to decode a new stream. Its first key frame must not
 * overtake that, nor the message to the server: when it is lost the next one comes half a second later.
 */
const VIDEO_HOLD_MS = 100;

/** Negotiates one track; the browser sends sound as soon as this resolves, and video when it is started. */
function produce(leg: Leg, device: types.Device, outgoing: OutgoingTrack): Promise<types.Producer> {
  const { track, opus } = outgoing;
  // The track is the publisher's: it goes on in the preview when sending ends.
  const common = { track, stopTracks: false, disableTrackOnPause: false };
  if (track.kind === 'audio') {
    return leg.transport.produce({
      ...common,
      codecOptions: {
        opusDtx: opus?.dtx ?? true,
        opusFec: opus?.fec ?? true,
        opusStereo: opus?.stereo ?? false,
        ...(opus?.maxAverageBitrateBps === undefined ? {} : { opusMaxAverageBitrate: opus.maxAverageBitrateBps }),
      },
    });
  }
  const codecs = (device.sendRtpCapabilities.codecs ?? []).filter(({ kind }) => kind === 'video');
  const codec = pickCodec(codecs, outgoing.preferredCodecs);
  return leg.transport.produce({
    ...common,
    onRtpSender: (sender) => void sender.replaceTrack(null).catch(() => undefined),
    encodings: toRtpEncodings(outgoing.encodings ?? [], codec ?? codecs[0], device.handlerName === 'Chrome111'),
    ...(codec === undefined ? {} : { codec }),
  });
}

/** Negotiates the tracks, audio first: the message to the server leaves, then {@link startVideos} lets the video follow. */
export async function produceAll(
  leg: Leg,
  device: types.Device,
  tracks: readonly OutgoingTrack[],
): Promise<types.Producer[]> {
  const ordered = tracks.toSorted((one, other) => one.track.kind.localeCompare(other.track.kind));
  const results = await Promise.allSettled(ordered.map((outgoing) => produce(leg, device, outgoing)));
  const producers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure === undefined) return producers;
  for (const producer of producers) producer.close();
  throw failure.reason;
}

/** Lets the videos follow the message that announces them, which has just been sent: not earlier than viewers can decode. */
export async function startVideos(producers: readonly types.Producer[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, VIDEO_HOLD_MS));
  for (const producer of producers) {
    // The track may have been replaced meanwhile.
    if (producer.kind === 'video' && !producer.closed) await producer.rtpSender?.replaceTrack(producer.track);
  }
}

/** The tracks as the server wants to hear of them. */
export function describeProducers(producers: readonly types.Producer[]): RequestData<'publish'>['tracks'] {
  return producers.map(({ kind, rtpParameters }) => ({
    kind,
    rtpParameters: rtpParameters as RequestData<'publish'>['tracks'][number]['rtpParameters'],
  }));
}
