import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { createProject } from './project-create.ts';
import { listProjects } from './project-list.ts';
import { setPartnerAuth } from './project-partner-auth.ts';
import { rotateSecret } from './project-rotate-secret.ts';
import { disableProject, enableProject } from './project-status.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  createProject,
  listProjects,
  rotateSecret,
  disableProject,
  enableProject,
  setPartnerAuth,
  backup,
];
