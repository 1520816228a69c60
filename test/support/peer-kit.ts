import type { FrameEncryption } from '../../src/client/e2ee/frame-encryption.ts';
import type { EndToEndEncryption } from '../../src/client/e2ee/index.ts';

/** A frame as it came from the network. */
export interface TappedFrame {
  readonly kind: 'audio' | 'video';
  readonly mimeType: string;
  readonly data: number[];
}

/** How a page takes part. */
export interface PeerOptions {
  /** Where the scripts of end-to-end encryption are. */
  readonly sdkOrigin: string;
  readonly senderId: string;
  readonly index: number;
  readonly secret?: string;
}

/** What it sends, and with what. */
export interface SendOptions {
  /** Preferred video codec, such as `video/VP8`. */
  readonly mimeType?: string;
  /** Whether the transforms are left out until `encrypt` is called. */
  readonly plain?: boolean;
}

/** One end of a connection, in its page. */
export interface PeerKit {
  encryption?: FrameEncryption;
  connection?: RTCPeerConnection;
  readonly reports: { type: string; senderId?: string; count?: number }[];
  readonly frames: TappedFrame[];
  /** Loads and starts encryption; what others have to know of this end. */
  open(options: PeerOptions): Promise<number[]>;
  /** A connection with camera and microphone, and its offer with all candidates. */
  offer(options: SendOptions): Promise<RTCSessionDescriptionInit>;
  /** A connection that gets what is offered: decrypted as the sender's, or `tap`ped as it comes. */
  answer(offer: RTCSessionDescriptionInit, from: string | 'tap'): Promise<RTCSessionDescriptionInit>;
  encrypt(): void;
  /** Sum of a number over the reports of a kind. */
  stat(type: 'inbound-rtp' | 'outbound-rtp', kind: 'audio' | 'video', field: string): Promise<number>;
  /** Codec of the video that goes or comes. */
  codec(type: 'inbound-rtp' | 'outbound-rtp'): Promise<string | undefined>;
  /** The longest time between two pictures since it was last asked, in milliseconds. */
  longestGap(): number;
}

declare global {
  interface Window {
    peer: PeerKit;
  }
}

/** Runs in the page before its scripts. */
export function installPeerKit(): void {
  const reports: PeerKit['reports'] = [];
  const frames: TappedFrame[] = [];
  let parts: EndToEndEncryption | undefined;
  let gapMs = 0;
  let shownAtMs: number | undefined;

  const gathered = (connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (connection.iceGatheringState !== 'complete') return;
        const { type, sdp } = connection.localDescription as RTCSessionDescription;
        resolve({ type, sdp });
      };
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });

  let tapPolicy: { createScriptURL(url: string): string } | undefined;

  /** Reads frames in a worker of the test's own, which never lets one through. */
  const tap = (receiver: RTCRtpReceiver, kind: 'audio' | 'video'): void => {
    tapPolicy ??= (
      window as unknown as {
        trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
      }
    ).trustedTypes?.createPolicy('tap', { createScriptURL: (url: string) => url });
    const worker = new Worker(tapPolicy?.createScriptURL('/tap.js') ?? '/tap.js');
    worker.addEventListener('message', ({ data }) => frames.push({ kind, ...data }));
    receiver.transform = new RTCRtpScriptTransform(worker, {});
  };

  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((nowMs) => {
      if (shownAtMs !== undefined) gapMs = Math.max(gapMs, nowMs - shownAtMs);
      shownAtMs = nowMs;
      watch(video);
    });
  };

  const connect = (): RTCPeerConnection => {
    const connection = new RTCPeerConnection(parts?.encryptedPeerSettings as RTCConfiguration);
    window.peer.connection = connection;
    return connection;
  };

  const entries = async (type: string, kind: string): Promise<Record<string, unknown>[]> => {
    const report = await window.peer.connection?.getStats();
    return [...(report?.values() ?? [])].filter((entry) => entry.type === type && entry.kind === kind);
  };

  window.peer = {
    reports,
    frames,
    async open({ sdkOrigin, senderId, index, secret }) {
      parts = (await import(`${sdkOrigin}/e2ee.mjs`)) as EndToEndEncryption;
      if (!parts.isSupported()) throw new Error('not supported');
      const encryption = parts.createFrameEncryption({
        scheme: 'secret',
        sessionId: 'session',
        salt: new Uint8Array(16).fill(7),
      });
      window.peer.encryption = encryption;
      for (const type of ['missingKey', 'failed', 'recovered', 'blocked', 'stopped'] as const) {
        encryption.on(type, (report: object) => reports.push({ type, ...report }));
      }
      const random = await encryption.open();
      encryption.identify(senderId, index);
      if (secret !== undefined) await encryption.setSecret(secret);
      return [...random];
    },
    async offer({ mimeType, plain = false }) {
      // 15 frames a second are enough to see, and two browsers with encoders share this machine.
      const camera = await navigator.mediaDevices.getUserMedia({
        audio: true,
        video: { width: 640, height: 480, frameRate: 15 },
      });
      const connection = connect();
      for (const track of camera.getTracks()) {
        const { sender } = connection.addTransceiver(track, { direction: 'sendonly', streams: [camera] });
        if (!plain) window.peer.encryption?.encrypt(sender, { kind: track.kind as 'audio' | 'video', source: 0 });
      }
      const video = connection.getTransceivers().find(({ sender }) => sender.track?.kind === 'video');
      const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
      const isWanted = (codec: RTCRtpCodec): boolean => codec.mimeType.toLowerCase() === mimeType?.toLowerCase();
      // The others stay, behind it: what Firefox writes of one codec alone is nothing that Chromium reads.
      video?.setCodecPreferences(codecs.toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a))));
      await connection.setLocalDescription();
      return gathered(connection);
    },
    encrypt() {
      for (const sender of window.peer.connection?.getSenders() ?? []) {
        const kind = sender.track?.kind as 'audio' | 'video';
        window.peer.encryption?.encrypt(sender, { kind, source: 0 });
      }
    },
    async answer(offer, from) {
      // Only who may use the camera offers addresses that others reach.
      await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      const connection = connect();
      connection.addEventListener('track', ({ receiver, track, streams }) => {
        const kind = track.kind as 'audio' | 'video';
        if (from === 'tap') return tap(receiver, kind);
        window.peer.encryption?.decrypt(receiver, { senderId: from, kind, source: 0 });
        const video = document.querySelector('video') as HTMLVideoElement;
        if (video.srcObject === null) watch(video);
        video.srcObject = streams[0] ?? null;
      });
      await connection.setRemoteDescription(offer);
      await connection.setLocalDescription();
      return gathered(connection);
    },
    async stat(type, kind, field) {
      return (await entries(type, kind)).reduce((sum, entry) => sum + Number(entry[field] ?? 0), 0);
    },
    async codec(type) {
      const report = await window.peer.connection?.getStats();
      const [entry] = await entries(type, 'video');
      return report?.get(String(entry?.codecId))?.mimeType;
    },
    longestGap() {
      const longest = Math.max(gapMs, shownAtMs === undefined ? 0 : performance.now() - shownAtMs);
      gapMs = 0;
      return longest;
    },
  };
}
