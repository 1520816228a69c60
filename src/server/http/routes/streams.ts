import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StreamId } from '../../../base/ids.ts';
import { SessionPath, StreamLayoutBody, StreamLayoutsBody, StreamPath } from '../../../protocol/rest.ts';
import { StreamAnswer, StreamListAnswer } from '../../../protocol/rest-answers.ts';
import { notFound } from '../../errors.ts';
import type { Session } from '../../sessions/session.ts';
import type { Stream } from '../../sessions/stream.ts';
import { toProjectSchema } from '../operation.ts';
import type { SessionDirectory } from '../session-directory.ts';

/** This version of the official package cannot read a single stream in JSON, unless it does not recognise it as such. */
const CONFUSED_AGENT = 'OpenTok-Node-SDK/2.23.2';

const LIST = toProjectSchema({
  id: 'listStreams',
  tag: 'Streams',
  summary: 'The streams of a session',
  description: 'None for a session nobody is in.',
  params: SessionPath,
  answer: StreamListAnswer,
  refusals: [404],
});
const READ = toProjectSchema({
  id: 'getStream',
  tag: 'Streams',
  summary: 'One stream',
  params: StreamPath,
  answer: StreamAnswer,
  refusals: [404],
});
const CLASSIFY_ALL = toProjectSchema({
  id: 'setStreamClassLists',
  tag: 'Streams',
  summary: 'Layout classes of several streams',
  description: 'All of them are changed, or none is.',
  params: SessionPath,
  body: StreamLayoutsBody,
  answer: StreamListAnswer,
  refusals: [404],
});
const CLASSIFY = toProjectSchema({
  id: 'setStreamClassList',
  tag: 'Streams',
  summary: 'Layout classes of one stream',
  params: StreamPath,
  body: StreamLayoutBody,
  answer: StreamAnswer,
  refusals: [404],
});

/** `.../session/{id}/stream`: what is published, and the classes by which layouts find it. */
export function registerStreams(app: FastifyInstance, root: string, directory: SessionDirectory): void {
  const path = `${root}/session/:sessionId/stream`;
  app.get(path, { schema: LIST }, async (request) => {
    const { live } = await directory.find(request);
    return toList([...(live?.streams.values() ?? [])]);
  });

  app.get<{ Params: StreamPath }>(`${path}/:streamId`, { schema: READ }, async (request, reply) => {
    const live = await directory.findLive(request);
    return sendStream(request, reply, findStream(live, request.params.streamId));
  });

  app.put<{ Body: StreamLayoutsBody }>(path, { schema: CLASSIFY_ALL }, async (request) => {
    const live = await directory.findLive(request);
    // All or nothing: a list with a stream that has gone changes none.
    const changes = request.body.items.map(({ id, layoutClassList }) => ({
      stream: findStream(live, id),
      layoutClassList,
    }));
    for (const { stream, layoutClassList } of changes) stream.layoutClasses = layoutClassList;
    return toList(changes.map(({ stream }) => stream));
  });

  app.put<{ Body: StreamLayoutBody; Params: StreamPath }>(
    `${path}/:streamId`,
    { schema: CLASSIFY },
    async (request) => {
      const stream = findStream(await directory.findLive(request), request.params.streamId);
      stream.layoutClasses = request.body.layoutClassList;
      return toJson(stream);
    },
  );
}

function findStream(live: Session, id: string): Stream {
  const stream = live.streams.get(id as StreamId);
  if (stream === undefined) throw notFound('There is no stream with this id in this session.');
  return stream;
}

function toJson({ info, layoutClasses }: Stream) {
  const { name, videoType } = info.properties;
  return { id: info.id, ...(videoType !== undefined && { videoType }), name, layoutClassList: layoutClasses };
}

function toList(streams: readonly Stream[]) {
  return { count: streams.length, items: streams.map(toJson) };
}

function sendStream(request: FastifyRequest, reply: FastifyReply, stream: Stream): FastifyReply {
  const type = request.headers['user-agent'] === CONFUSED_AGENT ? 'Application/json' : 'application/json';
  return reply.header('content-type', type).send(Buffer.from(JSON.stringify(toJson(stream))));
}
