import type { Kysely } from 'kysely';
import { conflict, notFound, notPermitted } from '../errors.ts';
import type { ProjectCredential, ProjectRecord, ProjectStore } from '../store-ports.ts';
import { createProjectKeys, type ProjectKeys } from './project-keys.ts';
import type { Sealing } from './sealing.ts';
import { isStorable } from './storable.ts';
import type { ProjectRow, Tables } from './tables.ts';

/** What the projects' side of the store needs. */
export interface ProjectTableDeps {
  readonly database: Kysely<Tables>;
  readonly sealing: Sealing;
  /** The projects that the settings name: their secrets stay there. */
  readonly configured: readonly ProjectCredential[];
}

/** Opens the projects' side of the store; each project of the settings gets a row, for what is not in the settings. */
export async function openProjectStore({ database, sealing, configured }: ProjectTableDeps): Promise<ProjectStore> {
  const rows = configured.map(({ apiKey }) => toRow({ id: apiKey, kind: 'key' }, null));
  if (rows.length > 0) {
    await database
      .insertInto('projects')
      .values(rows)
      .onConflict((taken) => taken.doNothing())
      .execute();
  }
  return createProjectStore(database, createProjectKeys(sealing, configured));
}

function createProjectStore(database: Kysely<Tables>, keys: ProjectKeys): ProjectStore {
  const findRow = async (id: string): Promise<ProjectRow | undefined> =>
    isStorable(id) ? database.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
  const change = async (id: string, changes: Partial<ProjectRow>): Promise<void> => {
    // Kysely leaves out what is undefined; the id keeps an update of nothing from being no SQL.
    const update = database
      .updateTable('projects')
      .set({ id, ...changes })
      .where('id', '=', id);
    const { numUpdatedRows } = await update.executeTakeFirst();
    if (numUpdatedRows === 0n) throw unknownProject(id);
  };
  return {
    async add({ key, ...project }) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('projects')
        .values(toRow(project, keys.seal(project, key)))
        .onConflict((taken) => taken.doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) throw conflict(`There is a project ${project.id} already.`);
    },

    async find(id) {
      const row = await findRow(id);
      return row === undefined ? undefined : toRecord(row, keys.open(row));
    },

    async list() {
      const rows = await database.selectFrom('projects').selectAll().orderBy('created_at').orderBy('id').execute();
      return rows.map((row) => toRecord(row, keys.open(row)));
    },

    async rotate(id, key, oldValidUntil) {
      const row = await findRow(id);
      if (row === undefined) throw unknownProject(id);
      if (keys.isConfigured(id) || row.key === null) {
        throw notPermitted(`The secret of project ${id} is in the settings; change it there.`);
      }
      // Of two rotations at once, one must not replace a key that the other has just handed out.
      const { numUpdatedRows } = await database
        .updateTable('projects')
        .set({ key: keys.seal(row, key), previous_key: row.key, previous_valid_until: oldValidUntil })
        .where('id', '=', id)
        .where('key', '=', row.key)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw conflict(`Project ${id} was given another key at the same moment.`);
    },

    update: (id, { partnerAuth, ...changes }) =>
      change(id, { ...changes, ...(partnerAuth !== undefined && { partner_auth: Number(partnerAuth) }) }),
  };
}

function unknownProject(id: string): Error {
  return notFound(`There is no project ${id}.`);
}

function toRow(
  {
    id,
    kind,
    name = '',
    createdAt = Date.now(),
    status = 'active',
    partnerAuth = false,
  }: Pick<ProjectRecord, 'id' | 'kind'> & Partial<ProjectRecord>,
  key: string | null,
): ProjectRow {
  const previous = { previous_key: null, previous_valid_until: null };
  return { id, kind, name, created_at: createdAt, status, partner_auth: Number(partnerAuth), key, ...previous };
}

function toRecord(row: ProjectRow, keys: readonly string[]): ProjectRecord {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    createdAt: row.created_at,
    status: row.status,
    keys,
    partnerAuth: row.partner_auth === 1,
    // The keys say whether the overlap lasts.
    ...(keys.length > 1 && row.previous_valid_until !== null && { previousValidUntil: row.previous_valid_until }),
  };
}
