import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MuteAllBody, SessionPath, StreamPath } from '../../../protocol/rest.ts';
import { projectOf } from '../authentication.ts';
import { BACK_END } from '../back-end.ts';
import { dropAbsentFields } from '../bodies.ts';
import type { SessionDirectory } from '../session-directory.ts';

/** `.../stream/{id}/mute` and `.../mute`: sound off for one, or for all and those who begin later. */
export function registerMutes(app: FastifyInstance, root: string, directory: SessionDirectory): void {
  const path = `${root}/session/:sessionId`;
  app.post<{ Params: StreamPath }>(
    `${path}/stream/:streamId/mute`,
    { schema: { params: StreamPath } },
    async (request) => {
      const { moderation } = await directory.findLive(request);
      await moderation.forceMuteStream(BACK_END, { streamId: request.params.streamId });
      return toProject(request);
    },
  );

  app.post<{ Body: MuteAllBody }>(
    `${path}/mute`,
    { schema: { params: SessionPath, body: MuteAllBody }, preValidation: dropAbsentFields },
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
