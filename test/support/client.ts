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
    return this.send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(value), value);
  }

  /** Sends exactly this. `json` is what the body says, where it is JSON. */
  async send(method: string, path: string, headers: HeaderFields, body: Body, json?: unknown): Promise<Answer> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...authorization, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const answer = new Answer(method, path, response.status, response.headers, bytes);
    judgeConventions(answer);
    (await this.contract()).judge({ json }, answer);
    return answer;
  }
}

async function contractOf(url: string): Promise<Contract> {
  const response = await fetch(`${url}/openapi.json`);
  return new Contract((await response.json()) as OpenApi);
}
