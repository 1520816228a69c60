import type { ProjectRecord } from '../store-ports.ts';
import type { Command, Given, Work } from './command.ts';
import { toJson, toTable } from './output.ts';
import { JSON_OPTION } from './project-options.ts';

/** `project list`: every project, and nothing secret. */
export const listProjects: Command = {
  name: 'project list',
  parameters: [],
  options: [JSON_OPTION],
  summary: 'Lists the projects, oldest first; never a secret.',
  notes: [
    'KEPT IN says where the secret or public key is: in the database, in the settings, or nowhere (it was in the settings once:',
    'such a project can verify nothing). OLD ONE UNTIL is there while the overlap of a rotation lasts.',
  ],
  plan,
};

function plan({ switches }: Given): Work {
  return async (workplace) => {
    const configured = new Set(workplace.configured.map(({ apiKey }) => apiKey));
    const records = await workplace.withProjects((projects) => projects.list());
    const listed = records.map((record) => toListed(record, configured));
    workplace.print(switches.has('json') ? toJson(listed) : toTable([HEAD, ...listed.map(toCells)]));
  };
}

const HEAD = ['ID', 'KIND', 'NAME', 'STATUS', 'CREATED', 'KEPT IN', 'PARTNER AUTH', 'OLD ONE UNTIL'];

function toListed(project: ProjectRecord, configured: ReadonlySet<string>) {
  const { id, kind, name, status, createdAt, keys, previousValidUntil, partnerAuth } = project;
  const inDatabase = keys.length > 0 ? 'database' : 'nowhere';
  return {
    id,
    kind,
    name,
    status,
    createdAt: new Date(createdAt).toISOString(),
    keptIn: configured.has(id) ? 'settings' : inDatabase,
    partnerAuth,
    previousValidUntil: previousValidUntil === undefined ? null : new Date(previousValidUntil).toISOString(),
  };
}

function toCells(listed: ReturnType<typeof toListed>): string[] {
  const { id, kind, name, status, createdAt, keptIn, partnerAuth, previousValidUntil } = listed;
  return [id, kind, name || '-', status, createdAt, keptIn, partnerAuth ? 'on' : 'off', previousValidUntil ?? '-'];
}
