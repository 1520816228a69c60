import type { types } from 'mediasoup-client';
import type { ConsumerInfo } from '../../../protocol/media-messages.ts';
import type { Leg } from './leg.ts';

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

/** Packets a consumer has received. */
export async function countPackets(consumer: types.Consumer): Promise<number> {
  const report = await consumer.getStats();
  let packets = 0;
  for (const entry of report.values()) if (entry.type === 'inbound-rtp') packets += entry.packetsReceived;
  return packets;
}
