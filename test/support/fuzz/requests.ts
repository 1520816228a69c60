import { request as ask } from 'node:http';
import fc from 'fast-check';
import type { PlacedOperation } from '../rest-document.ts';
import { anyBody, bodyOf, encode, fromSchema, goodBody, hostileText, PLACE } from './bodies.ts';
import { BROUGHT, CREDENTIALS, type Credential, type FuzzWorld, type Name } from './world.ts';

/** A request as it is told when it fails: names stand for ids, which are others in each run. */
export interface FuzzRequest {
  readonly method: string;
  /** As it is sent, with names in braces. */
  readonly path: string;
  readonly credential: Credential;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: none. A form is made of the JSON object in it. */
  readonly body: string | undefined;
}

/** What came back. */
export interface FuzzAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Steps of a path that are no ids, encoded as they are sent. */
const HOSTILE_STEPS = [
  ...['', '.', '..', '%2e%2e', '..%2f..%2fsession', '%00', `${BROUGHT}%00`, '%zz', '%c0%ae', '%ff%fe', '%F0%9F%92%A5'],
  ...['A'.repeat(400), 'A'.repeat(600), 'A'.repeat(9000), '%41'.repeat(500), '*', ':sessionId', '{id}', '__proto__'],
  ...["'%20OR%201=1--", '%3Cscript%3E', '%0d%0aset-cookie:x', 'a;b=c', 'a,b', '%25%32%46', '1~X', '00000000-0000-0000'],
];

/** Types of bodies that are not what they say, or nothing at all. */
const HOSTILE_TYPES = [
  ...[
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'json',
  ],
  ...[';', 'application/xml', 'application/json, text/xml', 'APPLICATION/JSON', `application/${BROUGHT}`, FORM_TYPE],
];

const HOSTILE_QUERIES = [
  ...['offset=-1', 'count=0', 'count=1e3', 'offset=0&offset=1', 'offset[]=1', 'count=%00', 'offset=%zz', '__proto__=1'],
  ...['count[__proto__]=1', 'revokeToken=maybe', 'revokeToken=true&revokeToken=false', `q=${BROUGHT}`, '&&&=&=', '?'],
  ...['offset=99999999999999999999', 'count=1001', 'offset=0.5', 'offset=', `x=${'A'.repeat(7000)}`, '%', 'a=%c3%28'],
];

/** A request that does what the operation is for. */
export function goodRequest({ method, path, operation }: PlacedOperation): fc.Arbitrary<FuzzRequest> {
  const body = bodySchemaOf(operation);
  const query = fc.record(
    Object.fromEntries(queryOf(operation).map(({ name, schema }) => [name, fromSchema(schema, name)])),
    { requiredKeys: [] },
  );
  return fc.record({
    method: fc.constant(method),
    path: query.map((values) =>
      withQuery(
        path.replace(PARAMETERS, (_, name) => ownOf(name)),
        toQuery(values),
      ),
    ),
    credential: fc.constantFrom<Credential>('right', 'bearer'),
    headers: fc.constant(body === undefined ? {} : { 'content-type': JSON_TYPE, accept: JSON_TYPE }),
    body: body === undefined ? fc.constant(undefined) : goodBody(body),
  });
}

/** Any request to the operation: right, nearly right, or meant to harm. */
export function anyRequest({ method, path, operation }: PlacedOperation): fc.Arbitrary<FuzzRequest> {
  const schema = bodySchemaOf(operation);
  const body = schema === undefined ? anyBody : bodyOf(schema);
  const query = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_QUERIES) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.constantFrom('offset', 'count', BROUGHT), hostileText)).map(toPairs) },
  );
  const headers = fc.record(
    {
      'content-type': fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(JSON_TYPE, JSON_TYPE, FORM_TYPE) },
        { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TYPES) },
      ),
      accept: fc.constantFrom('*/*', JSON_TYPE, 'text/xml', 'text/html', `${BROUGHT}/*;q=x`, ''),
      'user-agent': fc.constantFrom('OpenTok-Node-SDK/2.23.2', BROUGHT),
      'x-forwarded-for': fc.constant('198.51.100.23'),
      'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
      origin: fc.constantFrom('null', `https://${BROUGHT}`),
    },
    { requiredKeys: [] },
  );
  return fc
    .record({
      method: fc.oneof({ weight: 20, arbitrary: fc.constant(method) }, fc.constantFrom(...OTHER_METHODS)),
      path: fc.tuple(pathOf(path), query).map(([filled, asked]) => withQuery(filled, asked)),
      credential: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom<Credential>('right', 'bearer') },
        { weight: 1, arbitrary: fc.constantFrom(...CREDENTIALS) },
      ),
      headers,
      body: fc.option(body, { nil: undefined, freq: schema === undefined ? 2 : 20 }),
    })
    .map(keepApart);
}

/** Sends it and waits for the whole answer; `http` and not `fetch`, which mends paths. */
export function send(world: FuzzWorld, { method, path, credential, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const fill = (text: string): string => text.replace(PLACE, (_, name) => world.resolve(name as Name));
  const payload = body === undefined || method === 'HEAD' ? undefined : toPayload(fill(body), headers['content-type']);
  return new Promise((resolve, reject) => {
    const request = ask(world.server.httpUrl, {
      method,
      path: fill(path),
      headers: {
        ...headers,
        ...world.sign(credential),
        ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
      },
      agent: false,
    });
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject).on('end', () => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text });
      });
    });
    request.end(payload);
  });
}

/** Whether the path is one of the operation's, so that what the document says of its answers holds. */
export function isPathOf({ path: template }: PlacedOperation, path: string): boolean {
  const [asked = ''] = path.split('?');
  const [wanted, given] = [template.split('/'), asked.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((step, index) => step === given[index] || (step.startsWith('{') && isStep(given[index] ?? '')))
  );
}

const PARAMETERS = /\{(\w+)\}/g;
const OTHER_METHODS = ['PATCH', 'POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'];

/** What a parameter of a path is called in the world. */
const OWN: Readonly<Record<string, Name>> = {
  projectId: 'ownProject',
  sessionId: 'ownSession',
  streamId: 'ownStream',
  connectionId: 'ownConnection',
  callbackId: 'ownCallback',
};

function ownOf(parameter: string): string {
  const name = OWN[parameter];
  if (name === undefined) throw new Error(`Say in ${import.meta.filename} what {${parameter}} is.`);
  return `{{${name}}}`;
}

/** A step the router takes for a parameter. */
function isStep(step: string): boolean {
  if (step === '') return false;
  try {
    return decodeURIComponent(step).length <= 512;
  } catch {
    return false;
  }
}

function pathOf(template: string): fc.Arbitrary<string> {
  const steps = template.split('/').map((step): fc.Arbitrary<string> => {
    const [, parameter] = /^\{(\w+)\}$/.exec(step) ?? [];
    if (parameter === undefined) return fc.constant(step);
    const own = ownOf(parameter);
    const weight = parameter === 'projectId' ? 20 : 6;
    return fc.oneof(
      { weight, arbitrary: fc.constant(own) },
      { weight: 1, arbitrary: fc.constantFrom(own.replace('own', 'foreign'), '{{nobody}}', '{{ownEmptySession}}') },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_STEPS) },
      { weight: 1, arbitrary: hostileText.map((text) => encode(text)) },
    );
  });
  return fc.tuple(...steps).map((parts) => parts.join('/').replace(/%7B%7B(\w+)%7D%7D/g, '{{$1}}'));
}

/** What the other project asks in its own house is its right; here it asks in the first one's. */
function keepApart(request: FuzzRequest): FuzzRequest {
  if (!request.credential.startsWith('foreign')) return request;
  return { ...request, path: request.path.replace('{{foreignProject}}', '{{ownProject}}') };
}

function bodySchemaOf({ requestBody }: PlacedOperation['operation']) {
  return requestBody?.content[JSON_TYPE]?.schema;
}

function queryOf({ parameters = [] }: PlacedOperation['operation']) {
  return parameters.filter((parameter) => parameter.in === 'query');
}

function toQuery(values: object): string {
  return toPairs(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function toPairs(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&');
}

function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

function toPayload(text: string, type: string | undefined): string {
  if (type !== FORM_TYPE) return text;
  try {
    const fields = Object.entries(JSON.parse(text) as object).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return new URLSearchParams(fields).toString();
  } catch {
    return text;
  }
}
