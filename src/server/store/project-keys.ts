import type { ProjectCredential } from '../store-ports.ts';
import type { Sealing } from './sealing.ts';
import type { ProjectRow } from './tables.ts';

/** What projects verify with: API secrets are sealed in the database or in the settings, public keys are public. */
export interface ProjectKeys {
  /** Whether the settings hold the project's secret. */
  isConfigured(id: string): boolean;
  /** A key as the database keeps it. */
  seal(project: Pick<ProjectRow, 'id' | 'kind'>, key: string): string;
  /** The keys that are good now: the one in use, then the one before it while the overlap lasts. */
  open(row: ProjectRow): string[];
}

/** Creates it for the projects that the settings name. */
export function createProjectKeys(sealing: Sealing, configured: readonly ProjectCredential[]): ProjectKeys {
  const secrets = new Map(configured.map(({ apiKey, apiSecret }) => [apiKey, apiSecret]));
  const openOne = ({ id, kind }: ProjectRow, key: string): string =>
    kind === 'key' ? sealing.open(key, toPlace(id)) : key;
  return {
    isConfigured: (id) => secrets.has(id),
    seal: ({ id, kind }, key) => (kind === 'key' ? sealing.seal(key, toPlace(id)) : key),
    open(row) {
      // The settings win; a project that was in them once, and has no secret of its own, can verify nothing.
      const secret = secrets.get(row.id);
      if (secret !== undefined) return [secret];
      const overlaps = row.previous_valid_until !== null && row.previous_valid_until > Date.now();
      const kept = [row.key, overlaps ? row.previous_key : null];
      return kept.flatMap((key) => (key === null ? [] : [openOne(row, key)]));
    },
  };
}

function toPlace(id: string): string {
  return `projects/${id}/key`;
}
