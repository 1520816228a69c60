import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { SHARED_REFUSAL, TAGS } from './operation.ts';

const TEXT = [
  'What a back end may ask, in the form the official OpenTok and Vonage server SDKs use.',
  'Every request carries a credential made with the secret of its project: a JWT, which the SDKs make.',
  'A client token is none. A slash at the end of a path is harmless, and so is an empty body where nothing is required.',
].join(' ');

/** How a request says whose it is; one of them is enough. */
const SECURITY_SCHEMES = {
  openTok: {
    type: 'apiKey',
    in: 'header',
    name: 'X-OPENTOK-AUTH',
    description: 'JWT (HS256) signed with the secret of the API key; good for five minutes at most.',
  },
  application: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'JWT (RS256) signed with the private key of the application.',
  },
} as const;

/** Reads the routes that `app` gets after this and returns what describes them as OpenAPI 3.1, once the app is ready. */
export async function registerDocument(app: FastifyInstance): Promise<() => object> {
  app.addSchema(SHARED_REFUSAL);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Conclave REST API',
        version: '2',
        description: TEXT,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: { securitySchemes: SECURITY_SCHEMES },
      security: [{ openTok: [] }, { application: [] }],
    },
    transform: ({ schema, url, route }) => ({ schema: toPublic(schema, route), url }),
    transformObject: (document) => ('openapiObject' in document ? toHonest(document.openapiObject) : {}),
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? `schema-${index}`) },
  });
  return () => app.swagger();
}

/** A route's schema as the document has it: nothing of the paths' old name, and no body too large where none is read. */
function toPublic(schema: FastifySchema, { url, method }: Pick<RouteOptions, 'url' | 'method'>): FastifySchema {
  if (url.startsWith('/v2/partner/')) return { ...schema, hide: true };
  if (method !== 'GET' || schema?.response === undefined) return schema;
  const { 413: _tooLarge, ...response } = schema.response as Record<string, unknown>;
  return { ...schema, response };
}

/** The document's own writer takes every body for required, and what has a default; a request need not have them. */
function toHonest<Document extends { paths?: object | undefined }>(document: Document): Document {
  const paths = Object.values(document.paths ?? {}) as Record<string, OperationObject>[];
  for (const { requestBody, parameters = [] } of paths.flatMap((path) => Object.values(path))) {
    for (const parameter of parameters) if (parameter.schema.default !== undefined) parameter.required = false;
    if (requestBody === undefined) continue;
    requestBody.required = Object.values(requestBody.content).some(({ schema }) => (schema.required ?? []).length > 0);
  }
  return document;
}

/** What is read and mended of an operation. */
interface OperationObject {
  readonly parameters?: readonly { required?: boolean; readonly schema: { readonly default?: unknown } }[];
  readonly requestBody?: {
    required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: { readonly required?: readonly string[] } }>>;
  };
}
