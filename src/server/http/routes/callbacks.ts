import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createUuid } from '../../../base/ids.ts';
import { CALLBACK_EVENTS, CallbackBody, isCallbackEvent } from '../../../protocol/callbacks.ts';
import { LIMITS } from '../../../protocol/limits.ts';
import { CallbackPath } from '../../../protocol/rest.ts';
import { CallbackAnswer, CallbackListAnswer } from '../../../protocol/rest-answers.ts';
import { conflict, invalidMessage, notFound } from '../../errors.ts';
import type { CallbackRecord, CallbackStore } from '../../store-ports.ts';
import { projectOf } from '../authentication.ts';
import { dropAbsentFields } from '../bodies.ts';
import { toProjectSchema } from '../operation.ts';

const SECRET_BYTES = 32;

const REGISTER = toProjectSchema({
  id: 'registerCallback',
  tag: 'Callbacks',
  summary: 'Asks for deliveries of one event to a URL',
  body: CallbackBody,
  answer: CallbackAnswer,
  refusals: [409],
});
const LIST = toProjectSchema({
  id: 'listCallbacks',
  tag: 'Callbacks',
  summary: "The project's callbacks",
  answer: CallbackListAnswer,
});
const REMOVE = toProjectSchema({
  id: 'removeCallback',
  tag: 'Callbacks',
  summary: 'Ends the deliveries of a callback',
  params: CallbackPath,
  refusals: [404, 409],
});

/** What the routes of callbacks need. */
export interface CallbackRouteDeps {
  readonly callbacks: Pick<CallbackStore, 'add' | 'list' | 'remove'>;
  /** The callbacks are others than before. */
  readonly onCallbacksChanged: () => Promise<void>;
}

/** `.../callback`: where a back end wants to be told of what. */
export function registerCallbacks(app: FastifyInstance, root: string, deps: CallbackRouteDeps): void {
  const { callbacks, onCallbacksChanged } = deps;
  app.post<{ Body: CallbackBody }>(
    `${root}/callback`,
    { schema: REGISTER, preValidation: dropAbsentFields },
    async (request) => {
      const { id: projectId } = projectOf(request);
      checkBody(request.body);
      const { group, event, url, afterSeconds, secret = randomBytes(SECRET_BYTES).toString('hex') } = request.body;
      const wanted = { group, event, url, ...(afterSeconds !== undefined && { afterSeconds }) };
      const callback = { ...wanted, id: createUuid(), projectId, secret, createdAt: Date.now(), configured: false };
      if (!(await callbacks.add(callback, LIMITS.callbacks))) {
        throw conflict(`A project may have ${LIMITS.callbacks} callbacks; remove one first.`);
      }
      await onCallbacksChanged();
      return { ...toJson(callback), secret };
    },
  );

  app.get(`${root}/callback`, { schema: LIST }, async (request) =>
    (await callbacks.list(projectOf(request).id)).map(toJson),
  );

  app.delete<{ Params: CallbackPath }>(`${root}/callback/:callbackId`, { schema: REMOVE }, async (request, reply) => {
    const { id: projectId } = projectOf(request);
    const { callbackId } = request.params;
    const callback = (await callbacks.list(projectId)).find(({ id }) => id === callbackId);
    if (callback === undefined) throw notFound('There is no such callback in this project.');
    if (callback.configured) throw conflict('This callback is in the settings of the server; remove it there.');
    await callbacks.remove(projectId, callbackId);
    await onCallbacksChanged();
    return reply.code(204).send();
  });
}

function checkBody(body: CallbackBody): void {
  if (JSON.stringify(body).length > LIMITS.callbackBody) {
    throw invalidMessage(`The registration is longer than ${LIMITS.callbackBody} characters.`);
  }
  if (!isCallbackEvent(body.group, body.event)) {
    const known = Object.entries(CALLBACK_EVENTS).map(([group, events]) => `${group} (${events.join(', ')})`);
    throw invalidMessage(`group, event: there are ${known.join(', ')}.`);
  }
  if (!URL.canParse(body.url)) throw invalidMessage('url: is no URL.');
}

/** A callback as lists show it: without its secret, which is told once. */
function toJson({ id, group, event, url, afterSeconds, createdAt, configured }: CallbackRecord) {
  return {
    id,
    group,
    event,
    url,
    ...(afterSeconds !== undefined && { afterSeconds }),
    createdAt,
    updatedAt: createdAt,
    configured,
  };
}
