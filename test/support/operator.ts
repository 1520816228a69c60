import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestServer } from './server.ts';

/** What an operator of a test's server signs in with. */
export function readPassphrase({ dataDir }: Pick<TestServer, 'dataDir'>): string {
  return readFileSync(join(dataDir, 'admin-passphrase'), 'utf8').trim();
}

/** An answer to the operator's page. */
export interface OperatorAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** Calls a server as the operator's page does. */
export class Operator {
  readonly #url: string;
  #cookie = '';

  constructor(httpUrl: string) {
    this.#url = httpUrl;
  }

  /** The key in the cookie; empty before the sign-in. */
  get key(): string {
    return this.#cookie.split('=')[1] ?? '';
  }

  /** Signs in; throws when that is refused. */
  static async signIn(server: TestServer): Promise<Operator> {
    const operator = new Operator(server.httpUrl);
    const { status } = await operator.call('POST', 'sign-in', { passphrase: readPassphrase(server) });
    if (status !== 200) throw new Error(`The sign-in was answered with ${status}.`);
    return operator;
  }

  /** Asks for a path below /admin/api/; `headers` replaces or, with an empty text, removes some. */
  async call<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OperatorAnswer<Body>> {
    const all = {
      cookie: this.#cookie,
      origin: this.#url,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    const response = await fetch(`${this.#url}/admin/api/${path}`, {
      method,
      headers: sent,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
  }

  /** Asks for what has to be there. */
  async get<Body>(path: string): Promise<Body> {
    const { status, body, text } = await this.call<Body>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} was answered with ${status}: ${text}`);
    return body;
  }
}
