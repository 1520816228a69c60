import type { Publisher } from '../../src/client/publisher/publisher.ts';
import type { Session } from '../../src/client/session/session.ts';
import type { Subscriber } from '../../src/client/subscriber/subscriber.ts';

/** A named event as a page saw it. */
export interface SeenEvent {
  /** `session`, `publisher` or `subscriber`. */
  readonly from: string;
  readonly type: string;
  readonly reason?: string;
  readonly detail?: string;
}

/** What the tests keep in a page between their steps, and their independent proofs of media. */
export interface PageKit {
  /** Directives that the page's content security policy saw broken. */
  readonly violations: string[];
  /** Every peer connection the page has made, in order. */
  readonly peerConnections: RTCPeerConnection[];
  /** Every WebSocket the page has made, in order. */
  readonly sockets: WebSocket[];
  /** How often a camera or microphone was asked for. */
  readonly captures: { count: number };
  readonly events: SeenEvent[];
  /** What {@link Participant.join} and {@link Participant.publish} made. */
  session?: Session;
  publisher?: Publisher;
  readonly subscribers: Subscriber[];
  /** Values a test keeps for its next step. */
  readonly kept: Record<string, unknown>;
  /** Resolves when `video` has shown `count` more frames, with a picture that is not black and not still. */
  watch(video: HTMLVideoElement, count: number): Promise<void>;
  /** Sum of `inbound-rtp` numbers over all peer connections. */
  received(kind: 'audio' | 'video', field: string): Promise<number>;
  /** Codecs of the video that arrives, such as `video/VP8`. */
  receivedCodecs(): Promise<string[]>;
  /** SRTP suites of all connected transports, from getStats. */
  srtpCiphers(): Promise<string[]>;
}

declare global {
  interface Window {
    kit: PageKit;
  }
}

/** Runs in the page before its scripts. */
export function installPageKit(): void {
  const violations: string[] = [];
  const peerConnections: RTCPeerConnection[] = [];
  const sockets: WebSocket[] = [];
  const captures = { count: 0 };

  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
  });

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peerConnections.push(this);
    }
  };

  window.WebSocket = class extends window.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };

  // Absent on pages that are no secure context.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices !== undefined) {
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) => {
      captures.count += 1;
      return getUserMedia(constraints);
    };
  }

  const nextFrame = (video: HTMLVideoElement): Promise<VideoFrameCallbackMetadata> =>
    new Promise((resolve) => video.requestVideoFrameCallback((_now, frame) => resolve(frame)));

  /** A small copy of the picture: [brightest value, all values]. */
  const readPixels = (video: HTMLVideoElement): { brightest: number; text: string } => {
    const canvas = document.createElement('canvas');
    canvas.width = 32;
    canvas.height = 24;
    const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let brightest = 0;
    for (let at = 0; at < data.length; at += 4) {
      brightest = Math.max(brightest, data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    }
    return { brightest, text: data.join() };
  };

  const allStats = async (): Promise<Record<string, unknown>[]> => {
    const open = peerConnections.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    return reports.flatMap((report) => [...report.values()]);
  };

  window.kit = {
    violations,
    peerConnections,
    sockets,
    captures,
    events: [],
    subscribers: [],
    kept: {},
    async watch(video, count) {
      // Not getVideoPlaybackQuality: in Firefox it counts no frames of a MediaStream.
      const start = (await nextFrame(video)).presentedFrames;
      const pictures = new Set<string>();
      for (;;) {
        const { presentedFrames } = await nextFrame(video);
        const { brightest, text } = readPixels(video);
        if (brightest > 40) pictures.add(text);
        if (presentedFrames >= start + count && pictures.size > 1) return;
      }
    },
    async received(kind, field) {
      const entries = (await allStats()).filter((entry) => entry.type === 'inbound-rtp' && entry.kind === kind);
      return entries.reduce((sum, entry) => sum + Number(entry[field] ?? 0), 0);
    },
    async receivedCodecs() {
      const entries = await allStats();
      const ids = entries
        .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
        .map(({ codecId }) => codecId);
      return entries
        .filter(({ type, id }) => type === 'codec' && ids.includes(id))
        .map(({ mimeType }) => String(mimeType));
    },
    async srtpCiphers() {
      const transports = (await allStats()).filter((entry) => entry.type === 'transport');
      return transports.map(({ srtpCipher }) => srtpCipher).filter((cipher) => typeof cipher === 'string');
    },
  };
}
