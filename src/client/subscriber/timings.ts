import type { MediaMilestones } from '../media/engine.ts';

/** How long a subscription took, in milliseconds from the subscribe call; what has not happened is absent. */
export interface SubscriberTimings {
  /** The server's answer; near zero when it had offered the stream in advance. */
  readonly granted?: number;
  /** Network path found; zero when it was there before. */
  readonly ice?: number;
  /** Keys agreed; zero when they were there before. */
  readonly dtls?: number;
  readonly firstRtp?: number;
  /** First decoded picture; absent for a stream without one. */
  readonly firstFrame?: number;
}

/** Records the milestones of one subscription; all inputs in `performance.now()` milliseconds. */
export class Stopwatch {
  readonly #startedAt: number;
  readonly #marks: Partial<Record<'granted' | 'firstRtp' | 'firstFrame', number>> = {};

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Records a milestone; the first time counts. */
  mark(name: 'granted' | 'firstRtp' | 'firstFrame', at: number): void {
    this.#marks[name] ??= Math.max(0, at - this.#startedAt);
  }

  /** All milestones so far. */
  read({ iceConnectedAt, dtlsConnectedAt }: MediaMilestones): SubscriberTimings {
    return {
      ...this.#marks,
      ...(iceConnectedAt !== undefined && { ice: Math.max(0, iceConnectedAt - this.#startedAt) }),
      ...(dtlsConnectedAt !== undefined && { dtls: Math.max(0, dtlsConnectedAt - this.#startedAt) }),
    };
  }
}

/** The first thing that has not happened yet, in words. */
export function toPendingPhase({ granted, ice, dtls, firstRtp }: SubscriberTimings): string {
  if (granted === undefined) return 'signaling (the server has not answered)';
  if (ice === undefined) return 'ICE (no network path to the media server)';
  if (dtls === undefined) return 'DTLS (keys are not agreed)';
  if (firstRtp === undefined) return 'RTP (no packet of the stream has arrived)';
  return 'first frame (packets arrive, no picture is decoded)';
}
