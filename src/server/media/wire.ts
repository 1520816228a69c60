import type { types } from 'mediasoup';
import type { ConsumerInfo, MediaServerInfo, RtpParameters, TransportInfo } from '../../protocol/media-messages.ts';

/** What a client is told of a transport. */
export function toTransportInfo({ id, iceParameters }: types.WebRtcTransport): TransportInfo {
  return { id, iceParameters: { ...iceParameters } };
}

/** What a client is told of the media server: one fingerprint is enough, and SHA-256 is the one every browser checks. */
export function toMediaServerInfo(transport: types.WebRtcTransport): MediaServerInfo {
  const { port, OS, MIS, maxMessageSize } = transport.sctpParameters ?? {
    port: 5000,
    OS: 1,
    MIS: 1,
    maxMessageSize: 0,
  };
  return {
    iceCandidates: transport.iceCandidates.map(({ foundation, priority, address, protocol, port, type, tcpType }) => ({
      foundation,
      priority,
      address,
      protocol,
      port,
      type,
      ...(tcpType !== undefined && { tcpType }),
    })),
    dtlsParameters: {
      fingerprints: transport.dtlsParameters.fingerprints.filter(({ algorithm }) => algorithm === 'sha-256'),
    },
    sctpParameters: { port, OS, MIS, maxMessageSize },
  };
}

/** What a client is told of a consumer, without what mediasoup-client takes as its default anyway. */
export function toConsumerInfo(consumer: types.Consumer): ConsumerInfo {
  return {
    id: consumer.id,
    producerId: consumer.producerId,
    kind: consumer.kind,
    rtpParameters: toRtpParameters(consumer.rtpParameters),
  };
}

/** The optional parts of a codec, as far as they say anything. */
export function toCodecDetails({
  channels,
  parameters,
  rtcpFeedback,
}: Pick<types.RtpCodecParameters, 'channels' | 'parameters' | 'rtcpFeedback'>): CodecDetails {
  return {
    ...(channels !== undefined && channels > 1 && { channels }),
    ...(parameters !== undefined &&
      Object.keys(parameters).length > 0 && { parameters: parameters as NonNullable<CodecDetails['parameters']> }),
    ...(rtcpFeedback !== undefined && rtcpFeedback.length > 0 && { rtcpFeedback: rtcpFeedback.map(toFeedback) }),
  };
}

type CodecDetails = Pick<RtpParameters['codecs'][number], 'channels' | 'parameters' | 'rtcpFeedback'>;

function toFeedback({ type, parameter }: types.RtcpFeedback): { type: string; parameter?: string } {
  return parameter ? { type, parameter } : { type };
}

function toRtpParameters({ mid, codecs, headerExtensions, encodings, rtcp }: types.RtpParameters): RtpParameters {
  return {
    ...(mid !== undefined && { mid }),
    codecs: codecs.map((codec) => ({
      mimeType: codec.mimeType,
      payloadType: codec.payloadType,
      clockRate: codec.clockRate,
      ...toCodecDetails(codec),
    })),
    headerExtensions: (headerExtensions ?? []).map(({ uri, id }) => ({ uri, id })),
    encodings: (encodings ?? []).map(({ ssrc, rtx, scalabilityMode }) => ({
      ...(ssrc !== undefined && { ssrc }),
      ...(rtx !== undefined && { rtx }),
      ...(scalabilityMode !== undefined && { scalabilityMode }),
    })),
    ...(rtcp?.cname !== undefined && { rtcp: { cname: rtcp.cname } }),
  };
}
