import type { ProjectRecord } from '../store-ports.ts';
import type { Command } from './command.ts';
import { parseProjectId } from './project-options.ts';

/** `project disable`: nothing is accepted for the project any more. */
export const disableProject: Command = toCommand('disable', 'disabled', {
  summary: 'Refuses every REST call and every newcomer of a project from now on; nothing is deleted.',
  notes: ['Who is in a session stays until they leave or are disconnected.'],
});

/** `project enable`: the project is as it was. */
export const enableProject: Command = toCommand('enable', 'active', {
  summary: 'Accepts a disabled project again, with the secret, sessions and tokens it had.',
  notes: [],
});

function toCommand(verb: string, status: ProjectRecord['status'], words: Pick<Command, 'summary' | 'notes'>): Command {
  return {
    ...words,
    name: `project ${verb}`,
    parameters: ['<id>'],
    options: [],
    plan: ({ words: [word] }) => {
      const id = parseProjectId(word);
      return async ({ withProjects, print }) => {
        await withProjects((projects) => projects.update(id, { status }));
        print(`Project ${id} is ${status}.\n`);
      };
    },
  };
}
