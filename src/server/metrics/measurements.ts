import type { SessionId } from '../../base/ids.ts';
import type { Observation } from '../observations.ts';
import type { MediaFigures } from '../ports.ts';
import type { Census } from '../sessions/census.ts';
import type { Fact } from '../sessions/facts.ts';
import { Gathered } from './gathered.ts';
import { countFact, countObservation, createTotals, type Totals, toEnd } from './totals.ts';

/** Counting what is open costs a step for each stream, asking the media workers a message for each transport. */
const CENSUS_FRESH_MS = 1_000;
const MEDIA_FRESH_MS = 4_000;

/** What measuring needs. */
export interface MeasurementsDeps {
  readonly takeCensus: () => Promise<Census>;
  readonly measureMedia: () => Promise<MediaFigures>;
}

/** The numbers of a running server. */
export interface Figures {
  /** What is open now. */
  readonly census: Census;
  readonly media: MediaFigures;
  /** What has happened since the start. */
  readonly totals: Readonly<Totals>;
}

/** Gathers the numbers of a running server, in no form yet: what is open is asked for, what happens is told. */
export class Measurements {
  readonly #totals = createTotals();
  readonly #census: Gathered<Census>;
  readonly #media: Gathered<MediaFigures>;
  /** When the connections that are open began, ms since the epoch. */
  readonly #beginnings = new Map<string, number>();
  readonly #listeners = new Set<(lastedMs: number) => void>();

  constructor(deps: MeasurementsDeps) {
    this.#census = new Gathered({ gather: deps.takeCensus, freshMs: CENSUS_FRESH_MS });
    this.#media = new Gathered({ gather: deps.measureMedia, freshMs: MEDIA_FRESH_MS });
  }

  /** The numbers now; what has to be gathered is at most a few seconds old. */
  async read(): Promise<Figures> {
    const [census, media] = await Promise.all([this.#census.read(), this.#media.read()]);
    return { census, media, totals: this.#totals };
  }

  /** Takes what a door saw. */
  onObservation(observation: Observation): void {
    countObservation(this.#totals, observation);
  }

  /** Takes what happened in a session. */
  onFact(_sessionId: SessionId, fact: Fact): void {
    countFact(this.#totals, fact);
    if (fact.fact === 'connectionCreated') this.#beginnings.set(fact.connection.id, fact.connection.createdAt);
    const end = toEnd(fact);
    const beganAt = end && this.#beginnings.get(end.connectionId);
    if (end === undefined || beganAt === undefined) return;
    this.#beginnings.delete(end.connectionId);
    for (const listener of this.#listeners) listener(Date.now() - beganAt);
  }

  /** Adds a listener for how long each connection lasted, when it has ended; the function returned removes it. */
  onConnectionEnded(listener: (lastedMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
