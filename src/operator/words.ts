import type { Direction, StreamItem, TrackItem } from '../protocol/operator.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS] = [1000, 60_000, 3_600_000, 86_400_000];
const MEBIBYTE = 1_048_576;

/** A count with its noun, such as `1 session` or `2 sessions`. */
export function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How long something lasts, in its two largest units, such as `3 h 5 min`. */
export function toDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
  return `${Math.floor(ms / DAY_MS)} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`;
}

/** A moment as people here write it; today's without the date. */
export function toMoment(at: number, now = Date.now()): string {
  const [moment, today] = [new Date(at), new Date(now)];
  const time = moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return moment.toDateString() === today.toDateString() ? time : `${moment.toLocaleDateString()} ${time}`;
}

/** Bits per second in the unit that suits them. */
export function toBitrate(bitrateBps: number): string {
  if (bitrateBps >= 1_000_000) return `${(bitrateBps / 1_000_000).toFixed(1)} Mbit/s`;
  return `${Math.round(bitrateBps / 1000)} kbit/s`;
}

/** A share from 0 to 1 in percent. */
export function toPercent(share: number): string {
  const percent = 100 * share;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Bytes in mebibytes. */
export function toSize(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}

/** An SRTP suite in the words people know, for example `AES-256-GCM`. */
export function toSuiteName(suite: string): string {
  const bits = suite.includes('256') ? 256 : 128;
  return suite.includes('GCM') ? `AES-${bits}-GCM` : `AES-${bits} (${suite.endsWith('32') ? '32' : '80'}-bit tag)`;
}

/** One direction of a connection: how it is encrypted and carried, and how much passes. */
export function toDirectionWords(direction: Direction | undefined): string {
  if (direction === undefined) return 'not allowed';
  const { suite, protocol, bitrateBps, packetLoss } = direction;
  if (suite === undefined) return 'no media yet';
  const way = protocol === undefined ? '' : `${protocol.toUpperCase()}, `;
  const lost = packetLoss === undefined ? '' : `\n${toPercent(packetLoss)} lost`;
  return `${toSuiteName(suite)}\n${way}${toBitrate(bitrateBps)}${lost}`;
}

/** What comes in of a stream's track of one kind. */
export function toTrackWords(tracks: readonly TrackItem[], kind: TrackItem['kind']): string {
  const track = tracks.find((each) => each.kind === kind);
  if (track === undefined) return 'none';
  const codec = track.codec.split('/')[1] ?? track.codec;
  if (track.paused) return `${codec}, muted`;
  if (track.layers === 0) return `${codec}, nothing comes in`;
  const layers = track.layers > 1 ? ` in ${track.layers} layers` : '';
  const score = track.score === undefined ? '' : `, score ${track.score} of 10`;
  return `${codec}, ${toBitrate(track.bitrateBps)}${layers}\n${toPercent(track.packetLoss)} lost${score}`;
}

/** What a stream's picture shows, and its size as the publisher says. */
export function toPictureWords({ videoType, width, height }: StreamItem): string {
  if (videoType === undefined) return 'none';
  return width === undefined || height === undefined ? videoType : `${videoType}\n${width} × ${height}`;
}
