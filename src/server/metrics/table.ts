import type { WorkerFigures } from '../ports.ts';
import type { Figures } from './measurements.ts';

/** One value of a metric and the labels it is for. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Where the values of a metric come from. */
interface Source {
  readonly labels: readonly string[];
  readonly read: (figures: Figures) => readonly Sample[];
}

/** A metric that is read from the figures. */
export interface Row extends Source {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
}

const one = (read: (figures: Figures) => number): Source => ({
  labels: [],
  read: (figures) => [{ labels: {}, value: read(figures) }],
});

const by = (label: string, read: (figures: Figures) => Readonly<Record<string, number>>): Source => ({
  labels: [label],
  read: (figures) => Object.entries(read(figures)).map(([key, value]) => ({ labels: { [label]: key }, value })),
});

const perWorker = (key: Exclude<keyof WorkerFigures, 'place'>): Source => ({
  labels: ['worker'],
  read: ({ media }) => media.workers.map((worker) => ({ labels: { worker: worker.place }, value: worker[key] })),
});

const tracks: Source = {
  labels: ['kind', 'state'],
  read: ({ census }) =>
    (['audio', 'video'] as const).flatMap((kind) =>
      (['on', 'off'] as const).map((state) => ({ labels: { kind, state }, value: census.tracks[kind][state] })),
    ),
};

const gauge = (name: string, help: string, source: Source): Row => ({ name, help, kind: 'gauge', ...source });
const counter = (name: string, help: string, source: Source): Row => ({ name, help, kind: 'counter', ...source });

const sessions = [
  gauge(
    'conclave_sessions',
    'Sessions that are open.',
    one(({ census }) => census.sessions),
  ),
  gauge(
    'conclave_connections',
    'Connections in all sessions.',
    one(({ census }) => census.connections),
  ),
  gauge(
    'conclave_publishers',
    'Connections that publish.',
    one(({ census }) => census.publishers),
  ),
  gauge(
    'conclave_subscribers',
    'Connections that subscribe.',
    one(({ census }) => census.subscribers),
  ),
  gauge(
    'conclave_subscribing_only',
    'Connections that subscribe and publish nothing.',
    one(({ census }) => census.subscribingOnly),
  ),
  gauge(
    'conclave_streams',
    'Published streams, by what they show.',
    by('kind', ({ census }) => census.streams),
  ),
  gauge('conclave_tracks', 'Tracks of the published streams.', tracks),
];

const events = [
  counter(
    'conclave_joins_total',
    'Connections that were made.',
    one(({ totals }) => totals.joins),
  ),
  counter(
    'conclave_returns_total',
    'Clients that went on after their socket had broken.',
    one(({ totals }) => totals.returns),
  ),
  counter(
    'conclave_join_failures_total',
    'Joins that were refused.',
    by('code', ({ totals }) => totals.joinRefusals),
  ),
  counter(
    'conclave_leaves_total',
    'Connections that ended.',
    by('reason', ({ totals }) => totals.leaves),
  ),
  counter(
    'conclave_signals_total',
    'Signals that were passed on.',
    by('from', ({ totals }) => totals.signals),
  ),
  counter(
    'conclave_messages_refused_total',
    'Messages of clients that were refused.',
    by('code', ({ totals }) => totals.messageRefusals),
  ),
  counter(
    'conclave_errors_total',
    'What failed by a fault of the server.',
    by('where', ({ totals }) => totals.errors),
  ),
];

const media = [
  gauge(
    'conclave_media_bitrate_bps',
    'Bits per second between clients and server.',
    by('direction', ({ media: { traffic } }) => ({ in: traffic.received.bitrateBps, out: traffic.sent.bitrateBps })),
  ),
  gauge(
    'conclave_media_loss_ratio',
    'Share of the media packets that is lost.',
    by('direction', ({ media: { traffic } }) => ({ in: traffic.received.loss, out: traffic.sent.loss })),
  ),
  gauge(
    'conclave_encrypted_transports',
    'Media transports that are encrypted, by SRTP suite.',
    by('suite', ({ media: { traffic } }) => traffic.suites),
  ),
  gauge(
    'conclave_workers',
    'Media workers that are up.',
    one(({ media: { workers } }) => workers.length),
  ),
  counter(
    'conclave_worker_deaths_total',
    'Media workers that died by themselves.',
    one(({ media: { workerDeaths } }) => workerDeaths),
  ),
  counter('conclave_worker_cpu_seconds_total', 'Processor time of a media worker.', perWorker('cpuSeconds')),
  gauge('conclave_worker_memory_bytes', 'Memory of a media worker.', perWorker('memoryBytes')),
  gauge('conclave_worker_rooms', 'Sessions whose media a worker carries.', perWorker('rooms')),
  gauge('conclave_worker_transports', 'Media transports of a worker.', perWorker('transports')),
];

/** Every metric that is read from the figures; those that are told one by one are histograms in prometheus.ts. */
export const TABLE: readonly Row[] = [...sessions, ...events, ...media];
