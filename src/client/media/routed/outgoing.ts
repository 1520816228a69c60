import type { types } from 'mediasoup-client';
import type { RequestData } from '../../../protocol/requests.ts';
import { createError } from '../../errors/catalogue.ts';
import type { OutgoingMedia, OutgoingTrack } from '../engine.ts';
import { pickCodec, toRtpEncodings } from './encodings.ts';
import type { Leg } from './leg.ts';

/** Negotiates one track; the browser may send as soon as this resolves. */
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
    encodings: toRtpEncodings(outgoing.encodings ?? [], codec ?? codecs[0], device.handlerName === 'Chrome111'),
    ...(codec === undefined ? {} : { codec }),
  });
}

/** Negotiates the tracks, audio first: the message to the server can leave as soon as the video may be sent. */
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

/** The tracks as the server wants to hear of them. */
export function describeProducers(producers: readonly types.Producer[]): RequestData<'publish'>['tracks'] {
  return producers.map(({ kind, rtpParameters }) => ({
    kind,
    rtpParameters: rtpParameters as RequestData<'publish'>['tracks'][number]['rtpParameters'],
  }));
}

/** A stream that the server has. */
export function createOutgoingMedia(deps: {
  streamId: string;
  createdAt: number;
  leg: Leg;
  producers: readonly types.Producer[];
}): OutgoingMedia {
  const { streamId, createdAt, leg, producers } = deps;
  return {
    streamId,
    createdAt,
    get encryption() {
      return leg.encryption;
    },
    replaceTrack: async (kind, track) => {
      const producer = producers.find((candidate) => candidate.kind === kind);
      if (producer === undefined) {
        throw createError('OT_NOT_SUPPORTED', `The stream was published without ${kind}: there is nothing to replace.`);
      }
      await producer.replaceTrack({ track });
    },
    getStats: () => Promise.all(producers.map((producer) => producer.getStats())),
    close: () => {
      for (const producer of producers) producer.close();
    },
  };
}
