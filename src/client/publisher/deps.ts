import type { OTError } from '../errors/ot-error.ts';
import type { Filters } from '../processing/filter.ts';

/** What a publisher needs from outside. */
export interface PublisherDeps {
  /** Asked before any camera prompt; an error here (an insecure page, a wrong argument) becomes the result of the capture. */
  refusal(): OTError | undefined;
  /** Takes a line for the console when something failed that no callback learns. */
  warn(line: string): void;
  /** Loads the filters; rejects when they can't be had. */
  loadFilters(): Promise<Filters>;
}
