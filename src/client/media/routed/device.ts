import { Device, detectDevice } from 'mediasoup-client';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { Firefox120 } from 'mediasoup-client/handlers/Firefox120';
import { Safari12 } from 'mediasoup-client/handlers/Safari12';
import type { RtpCapabilities } from '../../../protocol/media-messages.ts';
import { createError } from '../../errors/catalogue.ts';

/** The browsers' WebRTC dialects this SDK speaks. */
const HANDLERS = { Chrome111, Firefox120, Safari12 } as const;

type HandlerFactory = ReturnType<typeof Chrome111.createFactory>;
type NativeCapabilities = ReturnType<HandlerFactory['getNativeRtpCapabilities']>;

function createHandlerFactory(): HandlerFactory {
  // A headless Chromium on a page that is not HTTPS has only this text to be known by, and mediasoup-client does not know it.
  const userAgent = globalThis.navigator?.userAgent?.replace('HeadlessChrome', 'Chrome');
  const name = typeof RTCPeerConnection === 'undefined' ? undefined : detectDevice(userAgent);
  if (name === undefined || !(name in HANDLERS)) {
    throw createError('OT_UNSUPPORTED_BROWSER', 'This browser has no WebRTC, or one that is too old.');
  }
  return HANDLERS[name as keyof typeof HANDLERS].createFactory({});
}

/** Asks the browser for its codecs at once, so that the answer is there when the server's list arrives. */
function askEarly(factory: HandlerFactory): HandlerFactory {
  const answers: Record<'sendonly' | 'recvonly', NativeCapabilities> = {
    sendonly: factory.getNativeRtpCapabilities({ direction: 'sendonly' }),
    recvonly: factory.getNativeRtpCapabilities({ direction: 'recvonly' }),
  };
  for (const answer of Object.values(answers)) answer.catch(() => undefined);
  return { ...factory, getNativeRtpCapabilities: ({ direction }) => answers[direction] };
}

/** This browser's codecs matched with the server's, and the one certificate of both legs. */
export interface LoadedDevice {
  readonly device: Device;
  readonly certificate: RTCCertificate;
}

/** A browser made ready for media before the server is known; see {@link prepareDevice}. */
export interface PreparedDevice {
  /** Matches the codecs with the server's. */
  load(routerRtpCapabilities: RtpCapabilities): Promise<LoadedDevice>;
}

/** Starts what needs no server: the DTLS certificate (ECDSA P-256) and the browser's codecs. Throws `OT_UNSUPPORTED_BROWSER`. */
export function prepareDevice(): PreparedDevice {
  const handlerFactory = askEarly(createHandlerFactory());
  const certificate = RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as EcKeyGenParams);
  certificate.catch(() => undefined);
  return {
    load: async (routerRtpCapabilities) => {
      const device = new Device({ handlerFactory });
      await device.load({ routerRtpCapabilities: routerRtpCapabilities as never });
      return { device, certificate: await certificate };
    },
  };
}
