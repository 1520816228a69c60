import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter, Meters, Observation } from '../observations.ts';
import type { Figures, Measurements } from './measurements.ts';
import { type Row, type Sample, TABLE } from './table.ts';

/** Upper ends of the histograms' buckets, in seconds. */
const JOIN_BUCKETS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const CONNECTION_BUCKETS = [10, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800];
const REQUEST_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A row and the metric that shows it. */
interface ShownRow {
  readonly read: Row['read'];
  readonly metric: { reset(): void };
  readonly show: (sample: Sample) => void;
}

const METER_NAME = /^conclave_[a-z][a-z0-9_]*$/;

/** The numbers of a running server in the form Prometheus reads. */
export class Prometheus implements Meters {
  /** Of the text. */
  readonly contentType: string;
  readonly #measurements: Measurements;
  readonly #registry = new Registry();
  readonly #rows: ShownRow[] = [];
  /** What is told one by one. */
  readonly #told = createMetrics(this.#registry);
  readonly #stopListening: () => void;

  constructor(measurements: Measurements) {
    this.#measurements = measurements;
    this.contentType = this.#registry.contentType;
    for (const row of TABLE) this.#add(row);
    this.#stopListening = measurements.onConnectionEnded((lastedMs) => this.#told.connection.observe(lastedMs / 1000));
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Shows a number of another room, too. Throws when the name is taken or does not fit. */
  add({ name, help, kind, read }: Meter): void {
    if (!METER_NAME.test(name)) throw new Error(`${name}: a metric of ours begins with conclave_.`);
    this.#add({ name, help, kind, labels: [], read: () => [{ labels: {}, value: read() }] });
  }

  /** Takes what a door saw. */
  onObservation(observation: Observation): void {
    const { join, request, requests } = this.#told;
    if (observation.seen === 'joined') join.observe(observation.tookMs / 1000);
    if (observation.seen !== 'answered') return;
    const { method, route, status, durationMs } = observation;
    requests.inc({ method, route, status });
    request.observe({ method, route }, durationMs / 1000);
  }

  /** Everything, as text. */
  async print(): Promise<string> {
    const figures: Figures = await this.#measurements.read();
    for (const { read, metric, show } of this.#rows) {
      // A worker that is gone is not shown any more.
      metric.reset();
      for (const sample of read(figures)) show(sample);
    }
    return this.#registry.metrics();
  }

  /** Ends it. Idempotent. */
  close(): void {
    this.#stopListening();
    this.#registry.clear();
  }

  #add({ name, help, kind, labels, read }: Row): void {
    const options = { name, help, labelNames: [...labels], registers: [this.#registry] };
    if (kind === 'gauge') {
      const gauge = new Gauge(options);
      this.#rows.push({ read, metric: gauge, show: ({ labels, value }) => gauge.set({ ...labels }, value) });
    } else {
      const counter = new Counter(options);
      this.#rows.push({ read, metric: counter, show: ({ labels, value }) => counter.inc({ ...labels }, value) });
    }
  }
}

function createMetrics(registry: Registry) {
  const registers = [registry];
  return {
    join: new Histogram({
      name: 'conclave_join_duration_seconds',
      help: 'From the opening of a socket to the welcome.',
      buckets: JOIN_BUCKETS,
      registers,
    }),
    connection: new Histogram({
      name: 'conclave_connection_duration_seconds',
      help: 'How long connections lasted that have ended.',
      buckets: CONNECTION_BUCKETS,
      registers,
    }),
    requests: new Counter({
      name: 'conclave_http_requests_total',
      help: 'HTTP requests that were answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    request: new Histogram({
      name: 'conclave_http_request_duration_seconds',
      help: 'From an HTTP request to its answer.',
      labelNames: ['method', 'route'],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
  };
}
