import type { ProjectRecord, ProjectStore, SpentTokenStore } from '../../src/server/store-ports.ts';
import type { TestProject } from './tokens.ts';

/** A project of the tests as the store would give it back. */
export function toProjectRecord(
  { apiKey, apiSecret }: TestProject,
  changes: Partial<ProjectRecord> = {},
): ProjectRecord {
  const record = { id: apiKey, kind: 'key', name: '', createdAt: 1_790_000_000_000, status: 'active' } as const;
  return { ...record, keys: [apiSecret], partnerAuth: false, ...changes };
}

/** Finds the projects it is given. */
export function createProjectFinder(...projects: ProjectRecord[]): Pick<ProjectStore, 'find'> {
  return { find: async (id) => projects.find((project) => project.id === id) };
}

/** Spent tokens of one test. */
export function createSpentTokens(): SpentTokenStore {
  const spent = new Set<string>();
  return {
    has: async (fingerprint) => spent.has(fingerprint),
    add: async (fingerprint) => !spent.has(fingerprint) && spent.add(fingerprint).size > 0,
  };
}
