import { Device, FakeHandler, testFakeParameters } from 'mediasoup-client';
import { RoutedEngine } from '../../../../../src/client/media/routed/engine.ts';
import type {
  ConsumerInfo,
  MediaServerInfo,
  RtpCapabilities,
  TransportInfo,
} from '../../../../../src/protocol/media-messages.ts';
import type { MinimumEncryption } from '../../../../../src/protocol/model.ts';

/** A message of the engine to the server. */
export interface Message {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

type Track = MediaStreamTrack & { readonly kind: 'audio' | 'video' };

/** A captured track. */
export function createTrack(kind: 'audio' | 'video'): Track {
  const track = { id: `${kind}-track`, kind, readyState: 'live', enabled: true, stop: () => undefined };
  return Object.assign(new EventTarget(), track) as unknown as Track;
}

/** A track as the server offers it. */
export function createConsumer(kind: 'audio' | 'video'): ConsumerInfo {
  const codecMimeType = kind === 'audio' ? 'audio/opus' : 'video/VP8';
  const { rtpParameters } = testFakeParameters.generateConsumerRemoteParameters({ codecMimeType });
  return { id: `${kind}-consumer`, producerId: `${kind}-producer`, kind, rtpParameters } as ConsumerInfo;
}

function createTransportInfo(id: string): TransportInfo {
  return { id, iceParameters: testFakeParameters.generateTransportRemoteParameters().iceParameters };
}

function createMediaServerInfo(): MediaServerInfo {
  const { iceCandidates, dtlsParameters } = testFakeParameters.generateTransportRemoteParameters();
  const sctpParameters = { port: 5000, OS: 1024, MIS: 1024, maxMessageSize: 2000 };
  return { iceCandidates, dtlsParameters, sctpParameters } as MediaServerInfo;
}

/** The engine over mediasoup-client's own stand-in for a browser; the test is the server and the network. */
export class EngineHarness {
  readonly engine: RoutedEngine;
  readonly messages: Message[] = [];
  /** Answers a request; a rejection is a refusal. */
  answer: (message: Message) => Promise<unknown> = async ({ name }) =>
    name === 'publish' ? { streamId: 'stream', createdAt: 1 } : { consumers: [] };
  /** What getStats says of both transports. */
  srtpCipher: string | undefined = 'SRTP_AEAD_AES_256_GCM';
  readonly #handlers: FakeHandler[] = [];

  constructor(prepareFailure?: Error) {
    const note = (name: string, data: unknown) => {
      const message = { name, data: data as Record<string, unknown> };
      this.messages.push(message);
      return message;
    };
    this.engine = new RoutedEngine({
      request: ((name: string, data: unknown) => this.answer(note(name, data))) as never,
      notify: (name, data) => void note(name, data),
      ice: () => ({ transportPolicy: 'all', chooseServers: (named) => [...named] }),
      prepareDevice: () => {
        if (prepareFailure !== undefined) throw prepareFailure;
        return { load: () => this.#load() };
      },
    });
  }

  /** Opens the engine; with `connected` the network is there at once. */
  async open({
    connected = true,
    ...options
  }: {
    connected?: boolean;
    minimumEncryption?: MinimumEncryption;
    send?: boolean;
    recv?: boolean;
  } = {}): Promise<void> {
    const { send = true, recv = true, ...rest } = options;
    await this.engine.open({
      routerRtpCapabilities: testFakeParameters.generateRouterRtpCapabilities() as RtpCapabilities,
      iceServers: [],
      mediaServer: createMediaServerInfo(),
      ...(send && { sendTransport: createTransportInfo('send') }),
      ...(recv && { recvTransport: createTransportInfo('recv') }),
      ...rest,
    });
    if (connected) this.setState('connected');
  }

  /** The network of both transports changes. */
  setState(state: RTCPeerConnectionState): void {
    for (const handler of this.#handlers) handler.setConnectionState(state);
  }

  /** The names of the messages since the last look. */
  read(): string[] {
    return this.messages.splice(0).map(({ name }) => name);
  }

  async #load() {
    const factory = FakeHandler.createFactory(testFakeParameters);
    const device = new Device({
      handlerFactory: {
        ...factory,
        factory: (options) => {
          const handler = factory.factory(options) as FakeHandler;
          const transport = () => ({ type: 'transport', srtpCipher: this.srtpCipher, tlsVersion: 'FEFD' });
          handler.getTransportStats = async () => new Map([['T', transport()]]) as never;
          this.#handlers.push(handler);
          return handler;
        },
      },
    });
    await device.load({ routerRtpCapabilities: testFakeParameters.generateRouterRtpCapabilities() });
    return { device, certificate: {} as RTCCertificate };
  }
}
