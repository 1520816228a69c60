import { notFound, notPermitted } from '../errors.ts';
import type { ProjectStore } from '../store-ports.ts';
import type { Command, Given, Work } from './command.ts';
import {
  type Credential,
  createCredential,
  keepCredential,
  toAdvice,
  toCredentialJson,
  toCredentialText,
} from './credential.ts';
import { toJson, toTable } from './output.ts';
import { JSON_OPTION, PRIVATE_KEY_OPTION, parseOverlapHours, parseProjectId } from './project-options.ts';

const HOUR_MS = 3_600_000;

/** `project rotate-secret`: a new secret or key pair, while the old one stays good for a time. */
export const rotateSecret: Command = {
  name: 'project rotate-secret',
  parameters: ['<id>'],
  options: [
    {
      name: 'overlap-hours',
      value: '<0-720>',
      help: 'How long the old secret or key stays good beside the new one; 0: it fails at once. Default 24.',
    },
    PRIVATE_KEY_OPTION,
    JSON_OPTION,
  ],
  summary: 'Gives a project a new secret or key pair and prints it, once; the old one stays good for the overlap.',
  notes: [
    'Two are good at a time: a rotation within the overlap of another ends what is left of that.',
    'A secret that stands in the settings is changed there.',
  ],
  plan,
};

function plan({ words, values, switches }: Given): Work {
  const id = parseProjectId(words[0]);
  const { 'overlap-hours': hours = '24', 'private-key': privateKeyFile } = values;
  const overlapMs = parseOverlapHours(hours) * HOUR_MS;
  return async (workplace) => {
    const file = privateKeyFile === undefined ? undefined : workplace.toPath(privateKeyFile);
    const { credential, oldValidUntil, cut } = await workplace.withProjects((projects) =>
      rotate(projects, { id, overlapMs, file }),
    );
    if (switches.has('json')) {
      const json = {
        id,
        kind: credential.kind,
        ...toCredentialJson(credential, file),
        previousValidUntil: new Date(oldValidUntil),
      };
      workplace.print(toJson(json));
    } else {
      const { rows, rest } = toCredentialText(id, credential, file);
      const until = overlapMs === 0 ? 'now' : new Date(oldValidUntil).toISOString();
      workplace.print(`${toTable([...rows, ['Old one until', until]])}${rest}`);
      workplace.warn(`\n${toAdvice(id, credential, file)}`);
    }
    if (cut) workplace.warn('The one before the last rotation, whose overlap was still running, fails from now on.\n');
  };
}

async function rotate(
  projects: ProjectStore,
  { id, overlapMs, file }: { id: string; overlapMs: number; file: string | undefined },
): Promise<{ credential: Credential; oldValidUntil: number; cut: boolean }> {
  const project = await projects.find(id);
  if (project === undefined) throw notFound(`There is no project ${id}.`);
  if (project.kind === 'key' && file !== undefined) {
    throw notPermitted(`Project ${id} has a secret and no key pair: leave out --private-key.`);
  }
  const credential = await createCredential(project.kind);
  const oldValidUntil = Date.now() + overlapMs;
  await keepCredential(credential, file, () => projects.rotate(id, credential.key, oldValidUntil));
  return { credential, oldValidUntil, cut: project.previousValidUntil !== undefined };
}
