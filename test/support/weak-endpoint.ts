import {
  IceCandidate,
  ProtectionProfileAeadAes128Gcm,
  ProtectionProfileAes128CmHmacSha1_80,
  RTCDtlsFingerprint,
  RTCDtlsParameters,
  RTCDtlsTransport,
  RTCIceGatherer,
  RTCIceParameters,
  RTCIceTransport,
  RtpHeader,
  type RtpPacket,
  type SrtpProfile,
} from 'werift';
import type { DtlsParameters, MediaServerInfo, TransportInfo } from '../../src/protocol/media-messages.ts';

/** mediasoup's bandwidth probes. */
const PROBE_PAYLOAD_TYPE = 127;

/** SRTP suites the endpoint can offer: none with 256 bits. */
export const WEAK_SUITES = {
  SRTP_AEAD_AES_128_GCM: ProtectionProfileAeadAes128Gcm,
  SRTP_AES128_CM_SHA1_80: ProtectionProfileAes128CmHmacSha1_80,
} as const;

/** A real ICE and DTLS client of a transport of ours that knows only AES-128: a WebRTC stack in TypeScript, without a browser. */
export class WeakEndpoint {
  readonly #ice: RTCIceTransport;
  readonly #dtls: RTCDtlsTransport;
  readonly #certificate: { fingerprints: DtlsParameters['fingerprints'] };

  constructor(ice: RTCIceTransport, dtls: RTCDtlsTransport, fingerprints: DtlsParameters['fingerprints']) {
    this.#ice = ice;
    this.#dtls = dtls;
    this.#certificate = { fingerprints };
  }

  /** What the server must be told before {@link connect}. */
  get dtlsParameters(): DtlsParameters {
    return { role: 'client', fingerprints: this.#certificate.fingerprints };
  }

  /** Called for each decrypted RTP packet, the server's bandwidth probes included. */
  onRtp(listener: (packet: RtpPacket) => void): void {
    this.#dtls.onRtp.subscribe(listener);
  }

  /** Called with the payload of each packet that is no bandwidth probe. */
  onVideo(listener: (payload: Buffer) => void): void {
    this.onRtp(({ header, payload }) => {
      if (header.payloadType !== PROBE_PAYLOAD_TYPE) listener(payload);
    });
  }

  /** Called for each key frame the server asks for. */
  onKeyFrameRequest(listener: () => void): void {
    this.#dtls.onRtcp.subscribe((packet) => {
      if (packet.type === 206) listener();
    });
  }

  /** Connects ICE and DTLS; rejects when the server does not answer. */
  async connect(): Promise<void> {
    await this.#ice.start();
    await this.#dtls.start();
  }

  /** Sends one RTP packet. */
  async send(header: ConstructorParameters<typeof RtpHeader>[0], payload: Buffer): Promise<void> {
    await this.#dtls.sendRtp(payload, new RtpHeader(header));
  }

  /** Ends it. Idempotent. */
  async close(): Promise<void> {
    await this.#dtls.stop();
    await this.#ice.stop();
  }
}

/** Prepares an endpoint for a transport of the server. */
export async function openWeakEndpoint(
  info: TransportInfo & MediaServerInfo,
  suites: readonly SrtpProfile[],
): Promise<WeakEndpoint> {
  const gatherer = new RTCIceGatherer({ useIpv4: true, useIpv6: false, additionalHostAddresses: ['127.0.0.1'] });
  const ice = new RTCIceTransport(gatherer);
  ice.connection.iceControlling = true;
  await ice.gather();
  const { usernameFragment, password, iceLite = true } = info.iceParameters;
  ice.setRemoteParams(new RTCIceParameters({ usernameFragment, password, iceLite }));
  for (const { foundation, priority, address, port, protocol, type } of info.iceCandidates) {
    if (protocol === 'udp')
      await ice.addRemoteCandidate(new IceCandidate(1, foundation, address, port, priority, protocol, type));
  }
  const certificate = await RTCDtlsTransport.SetupCertificate();
  const dtls = new RTCDtlsTransport({}, ice, certificate, [...suites]);
  dtls.role = 'client';
  const fingerprints = info.dtlsParameters.fingerprints.map(
    ({ algorithm, value }) => new RTCDtlsFingerprint(algorithm, value),
  );
  dtls.setRemoteParams(new RTCDtlsParameters(fingerprints, 'server'));
  const own = certificate.getFingerprints().map(({ algorithm, value }) => ({
    algorithm: algorithm as 'sha-256',
    value: value.toUpperCase(),
  }));
  return new WeakEndpoint(ice, dtls, own);
}
