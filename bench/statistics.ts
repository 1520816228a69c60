/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** How many round trips of `rttMs` lie between a time measured at that round trip and one measured at none. */
export function toRoundTrips(atRttMs: number, atZeroMs: number, rttMs: number): number {
  return (atRttMs - atZeroMs) / rttMs;
}
