/** Milliseconds from the call to `connect` to each step of a join; a step not yet reached is absent. */
export interface JoinTimings {
  /** The signaling socket was open. */
  socket?: number;
  /** The server's first message arrived: the session is connected. */
  welcome?: number;
  /** The media transports were through ICE. */
  iceConnected?: number;
  /** The media transports were through DTLS. */
  dtlsConnected?: number;
  /** The first RTP packet of the first subscribed stream. */
  firstRtp?: number;
  /** The first decoded frame of the first subscribed stream. */
  firstFrame?: number;
}

/** When each step of a join happened, on the clock of `performance.now()`. */
export type JoinMoments = { readonly [Step in keyof JoinTimings]?: number | undefined };

/** The moments as whole milliseconds since `startedAt`; none before it. */
export function toTimings(startedAt: number, moments: JoinMoments): JoinTimings {
  const timings: JoinTimings = {};
  for (const [step, moment] of Object.entries(moments) as [keyof JoinTimings, number | undefined][]) {
    if (moment !== undefined && moment >= startedAt) timings[step] = Math.round(moment - startedAt);
  }
  return timings;
}
