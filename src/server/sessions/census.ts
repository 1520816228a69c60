import type { Session } from './session.ts';
import type { Stream } from './stream.ts';

/** How many sessions are open, and who and what is in them. */
export interface Census {
  readonly sessions: number;
  readonly connections: number;
  /** Connections that publish, those that subscribe, and those that subscribe without publishing. */
  readonly publishers: number;
  readonly subscribers: number;
  readonly subscribingOnly: number;
  /** By what they show; `audio`: they have no picture. */
  readonly streams: Readonly<Record<'camera' | 'screen' | 'custom' | 'audio', number>>;
  /** Tracks of the streams: `on` those that are neither muted nor switched off. */
  readonly tracks: Readonly<Record<'audio' | 'video', { readonly on: number; readonly off: number }>>;
}

/** Counts what is in these sessions. Costs a step for each session and each stream. */
export function takeCensus(sessions: readonly Session[]): Census {
  const sum = (key: 'connections' | 'publishers' | 'subscribers' | 'subscribingOnly'): number =>
    sessions.reduce((total, { counts }) => total + counts[key], 0);
  return {
    sessions: sessions.length,
    connections: sum('connections'),
    publishers: sum('publishers'),
    subscribers: sum('subscribers'),
    subscribingOnly: sum('subscribingOnly'),
    ...countStreams(sessions.flatMap(({ streams }) => [...streams.values()])),
  };
}

function countStreams(all: readonly Stream[]): Pick<Census, 'streams' | 'tracks'> {
  const streams = { camera: 0, screen: 0, custom: 0, audio: 0 };
  const tracks = { audio: { on: 0, off: 0 }, video: { on: 0, off: 0 } };
  for (const { kinds, info } of all) {
    const { hasAudio, hasVideo, videoType = 'camera' } = info.properties;
    streams[kinds.has('video') ? videoType : 'audio'] += 1;
    for (const kind of kinds) tracks[kind][(kind === 'audio' ? hasAudio : hasVideo) ? 'on' : 'off'] += 1;
  }
  return { streams, tracks };
}
