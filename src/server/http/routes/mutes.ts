import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MuteAllBody, SessionPath, StreamPath } from '../../../protocol/rest.ts';
import { ProjectAnswer } from '../../../protocol/rest-answers.ts';
import { projectOf } from '../authentication.ts';
import { BACK_END } from '../back-end.ts';
import { dropAbsentFields } from '../bodies.ts';
import { toProjectSchema } from '../operation.ts';
import type { SessionDirectory } from '../session-directory.ts';

const MUTE = toProjectSchema({
  id: 'forceMuteStream',
  tag: 'Mutes',
  summary: 'Mutes one stream',
  description: 'Its owner may unmute it.',
  params: StreamPath,
  answer: ProjectAnswer,
  refusals: [404],
});
const MUTE_ALL = toProjectSchema({
  id: 'forceMuteAll',
  tag: 'Mutes',
  summary: 'Mutes all streams, and those that begin later; or ends that',
  params: SessionPath,
  body: MuteAllBody,
  answer: ProjectAnswer,
  refusals: [404, 503],
});

/** `.../stream/{id}/mute` and `.../mute`: sound off for one, or for all and those who begin later. */
export function registerMutes(app: FastifyInstance, root: string, directory: SessionDirectory): void {
  const path = `${root}/session/:sessionId`;
  app.post<{ Params: StreamPath }>(`${path}/stream/:streamId/mute`, { schema: MUTE }, async (request) => {
    const { moderation } = await directory.findLive(request);
    await moderation.forceMuteStream(BACK_END, { streamId: request.params.streamId });
    return toProject(request);
  });

  app.post<{ Body: MuteAllBody }>(
    `${path}/mute`,
    { schema: MUTE_ALL, preValidation: dropAbsentFields },
    async (request) => {
      const { active = true, excludedStreamIds, excludedStreams, excudedStreamIds } = request.body;
      const { moderation } = await directory.open(request);
      if (active) {
        await moderation.forceMuteAll(BACK_END, {
          excludedStreamIds: excludedStreamIds ?? excludedStreams ?? excudedStreamIds ?? [],
        });
      } else moderation.disableForceMute(BACK_END);
      return toProject(request);
    },
  );
}

/** What the official SDKs expect of these two; never the secret. */
function toProject(request: FastifyRequest) {
  const { id, kind, name, createdAt } = projectOf(request);
  const own = kind === 'application' ? { applicationId: id } : { id };
  return { ...own, name: name || id, status: 'ACTIVE', environment: 'standard', createdAt };
}
