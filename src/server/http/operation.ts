import type { FastifySchema } from 'fastify';
import Type, { type TObject, type TSchema } from 'typebox';
import { RestError } from '../../protocol/rest.ts';

/** Groups of the document, in its order. */
export const TAGS = {
  Sessions: 'Rooms in which clients meet.',
  Streams: 'What is published in a session.',
  Connections: 'Who is in a session.',
  Signals: 'Text to the clients of a session.',
  Mutes: 'Sound off.',
  Callbacks: 'Where a back end is told what happens.',
  Archives: 'Recording; not in this version, so the list is empty.',
  Broadcasts: 'Live streaming; not in this version, so the list is empty.',
  Renders: 'Experience composer; not in this version, so the list is empty.',
} as const;

/** What every refusal of one status means. */
const REFUSALS = {
  400: 'The path, the query or the body is wrong; the message names the field.',
  403: 'There is no credential, or none for this project.',
  404: 'There is no such thing in this project.',
  409: 'The state of things does not allow it; the message says why.',
  413: 'The body, or a text in it, is too large.',
  429: 'Too many requests, or too many signals; wait.',
  503: 'The server is going down.',
} as const;
type Refusal = keyof typeof REFUSALS;

/** A route as the document tells it; Fastify checks requests and writes answers by the same schemas. */
export interface Operation {
  readonly id: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  /** Beside the project. */
  readonly params?: TObject;
  readonly querystring?: TObject;
  readonly body?: TObject;
  /** Types of the body; default: JSON. */
  readonly consumes?: readonly string[];
  /** What 200 brings; absent: success is 204. */
  readonly answer?: TSchema;
  /** The same in other types than JSON. */
  readonly otherTypes?: Readonly<Record<string, TSchema>>;
  /** Beside those of every route. */
  readonly refusals?: readonly Refusal[];
}

const ProjectId = Type.String({ minLength: 1, maxLength: 64, description: 'API key or application id.' });

/** The schema of a route under a project's path. */
export function toProjectSchema(operation: Operation): FastifySchema {
  const params = Type.Object({ projectId: ProjectId, ...operation.params?.properties });
  return toSchema({ ...operation, params });
}

/** The schema of a route. */
export function toSchema({ id, tag, summary, description, consumes, ...operation }: Operation): FastifySchema {
  const { params, querystring, body } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(consumes !== undefined && { consumes: [...consumes] }),
    ...(params !== undefined && { params }),
    ...(querystring !== undefined && { querystring }),
    ...(body !== undefined && { body }),
    response: { ...toSuccess(operation), ...toRefusals(operation.refusals ?? []) },
  };
}

function toSuccess({ answer, otherTypes = {} }: Pick<Operation, 'answer' | 'otherTypes'>): object {
  if (answer === undefined) return { 204: { type: 'null', description: 'Done.' } };
  const { description = 'Done.' } = answer as { description?: string };
  return { 200: { description, content: toContent({ 'application/json': answer, ...otherTypes }) } };
}

function toRefusals(own: readonly Refusal[]): object {
  const statuses = [...new Set<Refusal>([400, 403, 413, 429, ...own])];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: REFUSALS[status], content: toContent({ 'application/json': REFUSAL }) },
    ]),
  );
}

function toContent(schemas: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
}

/** Name of the schema that all refusals share. */
export const SHARED_REFUSAL = { ...RestError, $id: 'RestError', title: 'RestError' };
const REFUSAL = { $ref: 'RestError#' };
