import type { types } from 'mediasoup-client';
import type { ConsumerInfo } from '../../../protocol/media-messages.ts';
import type { Notify, Request } from '../../signaling/channel.ts';
import type { IncomingMedia } from '../engine.ts';
import type { Leg } from './leg.ts';

/** Between two looks for the first packet; later looks are rarer. */
const FIRST_LOOK_MS = 20;
const RAREST_LOOK_MS = 500;

/** Negotiates all tracks of a subscription together. */
export async function consumeAll(leg: Leg, infos: readonly ConsumerInfo[]): Promise<types.Consumer[]> {
  const results = await Promise.allSettled(
    infos.map(({ id, producerId, kind, rtpParameters }) =>
      leg.transport.consume({ id, producerId, kind, rtpParameters: rtpParameters as types.RtpParameters }),
    ),
  );
  const consumers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure === undefined) return consumers;
  for (const consumer of consumers) consumer.close();
  throw failure.reason;
}

async function hasReceived(consumer: types.Consumer): Promise<boolean> {
  const report = await consumer.getStats();
  for (const entry of report.values()) {
    if (entry.type === 'inbound-rtp' && entry.packetsReceived > 0) return true;
  }
  return false;
}

/** Looks until one of the consumers has received a packet; undefined when they were closed before. */
async function awaitFirstRtp(consumers: readonly types.Consumer[]): Promise<number | undefined> {
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 1.1, RAREST_LOOK_MS)) {
    const open = consumers.filter((consumer) => !consumer.closed);
    if (open.length === 0) return undefined;
    const received = await Promise.all(open.map((consumer) => hasReceived(consumer).catch(() => false)));
    if (received.includes(true)) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** A stream being received through `consumers`; `request` and `notify` reach the server. */
export function createIncomingMedia(deps: {
  subscriptionId: string;
  leg: Leg;
  consumers: readonly types.Consumer[];
  request: Request;
  notify: Notify;
}): IncomingMedia {
  const { subscriptionId, leg, consumers, request, notify } = deps;
  let closed = false;
  return {
    mediaStream: new MediaStream(consumers.map(({ track }) => track)),
    get encryption() {
      return leg.encryption;
    },
    firstRtpAt: awaitFirstRtp(consumers),
    setTracks: async (active) => {
      await request('updateSubscription', { subscriptionId, ...active });
    },
    setQuality: async ({ preferredDimensions: size, maxFrameRate }) => {
      const preferredDimensions = size && { width: size.width, height: size.height };
      await request('updateSubscription', {
        subscriptionId,
        ...(preferredDimensions !== undefined && { preferredDimensions }),
        ...(maxFrameRate !== undefined && { maxFrameRate }),
      });
    },
    requestKeyFrame: () => notify('requestKeyFrame', { subscriptionId }),
    readAudioLevel: () => {
      const audio = consumers.find(({ kind, closed }) => kind === 'audio' && !closed);
      return audio?.rtpReceiver?.getSynchronizationSources()[0]?.audioLevel;
    },
    getStats: () => Promise.all(consumers.map((consumer) => consumer.getStats())),
    close: () => {
      if (closed) return;
      closed = true;
      for (const consumer of consumers) consumer.close();
      // The server may have ended it first, or be gone: both are what was wanted.
      request('unsubscribe', { subscriptionId }).catch(() => undefined);
    },
  };
}
