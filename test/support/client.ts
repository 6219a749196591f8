import { datakeepClient, type DatakeepClient } from '@datakeep/client';
import { Answer } from './answer.js';
import { Contract, type OpenApi } from './contract.js';
import { judgeConventions } from './conventions.js';

export type HeaderFields = Readonly<Record<string, string>>;
export type Body = string | Uint8Array | undefined;

/** Talks HTTP to one server as one person, and holds every answer against the contract. */
export class Client {
  constructor(
    private readonly url: string,
    /** Undefined sends no Authorization header. */
    private readonly token: string | undefined,
    private readonly contract: () => Promise<Contract>,
  ) {}

  /** A client whose contract is the server's own, fetched behind the first answer. */
  static of(url: string, token: string): Client {
    let contract: Promise<Contract> | undefined;
    return new Client(url, token, () => (contract ??= contractOf(url)));
  }

  /** The same server, somebody else; undefined for nobody. */
  as(token: string | undefined): Client {
    return new Client(this.url, token, this.contract);
  }

  get(path: string, headers: HeaderFields = {}): Promise<Answer> {
    return this.send('GET', path, headers, undefined);
  }

  /** Puts bytes or text as `application/xml`, unless the headers say otherwise. */
  put(path: string, body: Body, headers: HeaderFields = {}): Promise<Answer> {
    return this.send('PUT', path, { 'content-type': 'application/xml', ...headers }, body);
  }

  /** Posts a value as JSON. */
  post(path: string, value: unknown, headers: HeaderFields = {}): Promise<Answer> {
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(value));
  }

  /** Sends exactly this. */
  send(method: string, path: string, headers: HeaderFields, body: Body): Promise<Answer> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const bytes = body === undefined ? undefined : Buffer.from(body as Uint8Array);
    return this.exchange(method, path, new Headers({ ...authorization, ...headers }), bytes);
  }

  /** The client that users have, generated from the contract, as the same person; what it sends and gets is judged alike. */
  get typed(): DatakeepClient {
    return datakeepClient({
      baseUrl: this.url,
      token: this.token,
      fetch: (request) => this.forward(request),
      // A test wants to see the first answer.
      retriesMax: 0,
    });
  }

  private async forward(request: Request): Promise<Response> {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const answer = await this.exchange(request.method, request.url.slice(this.url.length), request.headers, body);
    const { status, headers } = answer;
    return new Response([204, 304].includes(status) ? null : Uint8Array.from(answer.bytes), { status, headers });
  }

  private async exchange(method: string, path: string, headers: Headers, body: Buffer | undefined): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const bytes = Buffer.from(await response.arrayBuffer());
    const answer = new Answer(method, path, response.status, response.headers, bytes);
    judgeConventions(answer);
    (await this.contract()).judge({ headers, body }, answer);
    return answer;
  }
}

async function contractOf(url: string): Promise<Contract> {
  const response = await fetch(`${url}/openapi.json`);
  return new Contract((await response.json()) as OpenApi);
}
