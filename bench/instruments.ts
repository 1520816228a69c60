/** What the bench puts into every page before its scripts run. */
export interface Instruments {
  /** Milliseconds since the epoch with fractions: one clock for all browsers of a machine. */
  now(): number;
  /** From now on the next video that gets a source is timed. */
  arm(): void;
  /** When the armed video showed its first frame. */
  readonly firstFrameAt: Promise<number>;
  /** Pictures encoded so far, by all senders. */
  sentFrames(): Promise<number>;
  /** Whether no peer connection is still on its way. */
  connected(): boolean;
  /** What happened in the page, for reading a slow run: milliseconds since the epoch and a few words. */
  readonly events: [at: number, what: string][];
}

declare global {
  interface Window {
    bench: Instruments;
  }
}

/**
 * Runs in the page. Leads media through the delay proxy by rewriting the announced addresses (`portOffset` is added to
 * each port, TCP candidates are taken out), times the first frame of videos, and writes down what happens.
 */
export function installInstruments(portOffset: number): void {
  const now = (): number => performance.timeOrigin + performance.now();
  const events: [number, string][] = [];
  const note = (what: string): void => {
    events.push([now(), what]);
  };
  let armed = false;
  const connections: RTCPeerConnection[] = [];
  let resolveFrame: (at: number) => void = () => undefined;
  window.bench = {
    now,
    events,
    firstFrameAt: new Promise(() => undefined),
    async sentFrames() {
      const reports = await Promise.all(connections.map((connection) => connection.getStats()));
      const entries = reports.flatMap((report) => [...report.values()]);
      return entries.reduce((sum: number, { type, framesEncoded }) => {
        return sum + (type === 'outbound-rtp' ? (framesEncoded ?? 0) : 0);
      }, 0);
    },
    connected: () => connections.every(({ connectionState }) => ['connected', 'closed'].includes(connectionState)),
    arm() {
      armed = true;
      Object.assign(window.bench, {
        firstFrameAt: new Promise<number>((resolve) => {
          resolveFrame = resolve;
        }),
      });
    },
  };

  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject') as PropertyDescriptor;
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...source,
    set(this: HTMLMediaElement, value: MediaStream | null) {
      source.set?.call(this, value);
      if (!armed || value === null || !(this instanceof HTMLVideoElement)) return;
      armed = false;
      note('video has its source');
      this.requestVideoFrameCallback(() => {
        note('first frame');
        resolveFrame(now());
      });
    },
  });

  const toProxied = (sdp: string): string =>
    sdp
      .replaceAll(/^a=candidate:.* tcp .*\r\n/gim, '')
      .replaceAll(
        /^(a=candidate:\S+ \d+ udp \d+ )\S+ (\d+)/gim,
        (_line, head: string, port: string) => `${head}127.0.0.1 ${Number(port) + portOffset}`,
      );
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    readonly #name: string;

    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
      this.#name = `pc${connections.length}`;
      note(`${this.#name} made`);
      this.addEventListener('iceconnectionstatechange', () => note(`${this.#name} ice ${this.iceConnectionState}`));
      this.addEventListener('connectionstatechange', () => note(`${this.#name} ${this.connectionState}`));
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      note(`${this.#name} remote ${description.type}`);
      await super.setRemoteDescription({ ...description, sdp: toProxied(description.sdp ?? '') });
      note(`${this.#name} remote ${description.type} set`);
    }

    override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      note(`${this.#name} local ${description?.type ?? 'implicit'}`);
      await super.setLocalDescription(description);
      note(`${this.#name} local ${description?.type ?? 'implicit'} set`);
    }
  };

  const NativeSocket = window.WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      note('socket made');
      this.addEventListener('open', () => note('socket open'));
      this.addEventListener('message', ({ data }) => note(`socket < ${String(data).slice(0, 60)}`));
    }

    override send(data: string | Blob | BufferSource): void {
      note(`socket > ${String(data).slice(0, 60)}`);
      super.send(data);
    }
  };
}
