import { notFound, notPermitted } from '../errors.ts';
import type { ProjectStore } from '../store-ports.ts';
import { type Command, UsageError } from './command.ts';
import { parseProjectId } from './project-options.ts';

/** `project partner-auth`: whether the header X-TB-PARTNER-AUTH is a credential. */
export const setPartnerAuth: Command = {
  name: 'project partner-auth',
  parameters: ['<id>', 'on|off'],
  options: [],
  summary: 'Accepts the header X-TB-PARTNER-AUTH of old back ends for a project, or does no more (off is the default).',
  notes: [
    'That header carries the API secret itself with each request; X-OPENTOK-AUTH, which is always accepted, does not.',
  ],
  plan: ({ words: [word, state] }) => {
    const id = parseProjectId(word);
    if (state !== 'on' && state !== 'off') {
      throw new UsageError(`Say on or off: npx conclave project partner-auth ${id} on|off`);
    }
    return async ({ withProjects, print, warn }) => {
      await withProjects((projects) => change(projects, id, state === 'on'));
      print(`X-TB-PARTNER-AUTH is ${state} for project ${id}.\n`);
      if (state === 'on') {
        warn(
          'Warning: with this header the API secret itself travels with each request. Use it over HTTPS only, and move to X-OPENTOK-AUTH.\n',
        );
      }
    };
  },
};

async function change(projects: ProjectStore, id: string, partnerAuth: boolean): Promise<void> {
  const project = await projects.find(id);
  if (project === undefined) throw notFound(`There is no project ${id}.`);
  if (project.kind === 'application') throw notPermitted(`Project ${id} is an application: it has no secret to send.`);
  await projects.update(id, { partnerAuth });
}
