import { randomUUID } from 'node:crypto';
import { createApiKey } from '../config/credentials.ts';
import { ServiceError } from '../errors.ts';
import type { ProjectRecord, ProjectStore } from '../store-ports.ts';
import { type Command, type Given, UsageError, type Work } from './command.ts';
import {
  type Credential,
  createCredential,
  keepCredential,
  toAdvice,
  toCredentialJson,
  toCredentialText,
} from './credential.ts';
import { toJson, toTable } from './output.ts';
import { JSON_OPTION, PRIVATE_KEY_OPTION, parseName } from './project-options.ts';
import type { Workplace } from './workplace.ts';

/** Nine digits are taken so rarely that more attempts would mean something else is wrong. */
const MAX_ATTEMPTS = 10;

/** `project create`: a new project with an API secret or a key pair. */
export const createProject: Command = {
  name: 'project create',
  parameters: [],
  options: [
    { name: 'name', value: '<text>', help: 'What people call it; 1 to 80 characters.' },
    {
      name: 'kind',
      value: 'key|application',
      help: 'key: an API key and secret, for OpenTok SDKs (default). application: an id and an RSA key pair, for Vonage SDKs.',
    },
    PRIVATE_KEY_OPTION,
    JSON_OPTION,
  ],
  summary: 'Makes a project and prints its secret or private key, once.',
  notes: ['Secrets are kept sealed under the master key; of a key pair only the public half is kept.'],
  plan,
};

function plan({ values, switches }: Given): Work {
  const { name, 'private-key': privateKeyFile } = values;
  const kind = parseKind(values.kind ?? 'key');
  if (kind === 'key' && privateKeyFile !== undefined) {
    throw new UsageError(
      '--private-key goes with --kind application: a project of kind key has a secret, which is printed.',
    );
  }
  const settled = { kind, name: name === undefined ? '' : parseName(name) };
  return async (workplace) => {
    const file = privateKeyFile === undefined ? undefined : workplace.toPath(privateKeyFile);
    const credential = await createCredential(kind);
    const keep = async (projects: ProjectStore): Promise<NewProject> => {
      // Opens every secret there is: one sealed with another master key than the server's would be worth nothing to it.
      await projects.list();
      return keepCredential(credential, file, () => add(projects, settled, credential.key));
    };
    const project = await workplace.withProjects(keep, { begins: true });
    if (switches.has('json')) workplace.print(toJson({ ...toFacts(project), ...toCredentialJson(credential, file) }));
    else tell(workplace, project, { credential, file });
  };
}

type NewProject = Omit<ProjectRecord, 'keys'>;

function parseKind(word: string): ProjectRecord['kind'] {
  if (word === 'key' || word === 'application') return word;
  throw new UsageError('--kind is key or application, for example --kind application.');
}

function toFacts({ id, kind, name, createdAt }: NewProject): object {
  return { id, kind, name, createdAt: new Date(createdAt) };
}

function tell(
  { database, print, warn }: Workplace,
  { id, name }: NewProject,
  { credential, file }: { credential: Credential; file: string | undefined },
): void {
  const { rows, rest } = toCredentialText(id, credential, file);
  const place = 'file' in database ? database.file : 'the Postgres database';
  print(`${toTable([...rows, ['Name', name || '-'], ['Kept in', place]])}${rest}`);
  warn(`\n${toAdvice(id, credential, file)}`);
}

async function add(
  projects: ProjectStore,
  { kind, name }: Pick<ProjectRecord, 'kind' | 'name'>,
  key: string,
): Promise<NewProject> {
  const settled = { kind, name, createdAt: Date.now(), status: 'active', partnerAuth: false } as const;
  for (let attempt = 1; ; attempt += 1) {
    const project = { ...settled, id: kind === 'key' ? createApiKey() : randomUUID() };
    try {
      await projects.add({ ...project, key });
      return project;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isTaken(error)) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'conflict';
}
