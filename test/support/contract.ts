import { validatorOf } from './ajv.js';
import type { Answer } from './answer.js';

/** By media type. */
type Content = Readonly<Record<string, { readonly schema?: object } | undefined>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: { readonly type?: string };
}

export interface Response {
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema: object }>>;
}

interface Ref {
  readonly $ref: string;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Response | Ref | undefined>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly servers: readonly object[];
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

/** What was sent, as far as the contract has something to say about it. */
export interface Sent {
  readonly headers: Headers;
  readonly body: Buffer | undefined;
}

/** Anything that goes over the wire and is not as the contract says; fails the test that met it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

/** Paths that answer without being described: pages for people, and the document itself. */
const notDescribed = /^[/](?:openapi[.]json$|docs(?:[/]|$)|problems[/])/;

/** The OpenAPI document of a server as a judge of requests and answers (http.md, "contract"). */
export class Contract {
  private readonly routes: readonly { readonly pattern: RegExp; readonly names: readonly string[]; readonly path: string }[];

  constructor(readonly document: OpenApi) {
    this.routes = Object.keys(document.paths).map((path) => ({
      path,
      names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
      pattern: new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
    }));
  }

  /** Throws ContractBroken when the answer, or a request that was accepted, is not as the contract says. */
  judge(sent: Sent, answer: Answer): void {
    const { pathname } = new URL(answer.path, 'http://any');
    const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
    const route = this.routes.find(({ pattern, path }) => pattern.test(pathname) && this.document.paths[path]?.[method]);
    const operation = route && this.document.paths[route.path]?.[method];
    if (route === undefined || operation === undefined) {
      if (answer.status < 400 && !notDescribed.test(pathname)) throw broken(answer, 'the contract has no such operation');
      if (answer.problem !== undefined) this.holdProblem(answer);
      return;
    }
    if (answer.status < 400) {
      const values = route.pattern.exec(pathname)?.slice(1) ?? [];
      const inPath = new Map(route.names.map((name, place) => [name, decodeURIComponent(values[place]!)]));
      this.judgeRequest(operation, { ...sent, inPath }, answer);
    }
    this.judgeAnswer(operation, answer);
  }

  private judgeRequest(
    operation: Operation,
    sent: Sent & { readonly inPath: ReadonlyMap<string, string> },
    answer: Answer,
  ): void {
    const parameters = operation.parameters ?? [];
    const query = new URL(answer.path, 'http://any').searchParams;
    for (const name of query.keys()) {
      if (!parameters.some((parameter) => parameter.in === 'query' && parameter.name === name))
        throw broken(answer, `the contract has no parameter ${name}, and it was accepted`);
    }
    const sources: Readonly<Record<string, (name: string) => string | null | undefined>> = {
      query: (name) => query.get(name),
      header: (name) => sent.headers.get(name),
      path: (name) => sent.inPath.get(name),
    };
    for (const parameter of parameters) {
      const value = sources[parameter.in]?.(parameter.name) ?? undefined;
      if (value !== undefined) this.hold(parameter.schema, valueOf(value, parameter), answer, `the parameter ${parameter.name}`);
      else if (parameter.required === true)
        throw broken(answer, `the parameter ${parameter.name} is missing, and it was accepted`);
    }
    this.judgeBody(operation, sent, answer);
  }

  private judgeBody({ requestBody }: Operation, { headers, body }: Sent, answer: Answer): void {
    if (requestBody === undefined) {
      if (body !== undefined) throw broken(answer, 'the contract has no body for this request, and it was accepted');
      return;
    }
    if (body === undefined) throw broken(answer, 'the body is missing, and it was accepted');
    const type = requestTypeOf(headers);
    const schema = requestBody.content[type]?.schema;
    if (schema === undefined) throw broken(answer, `the contract has no body as ${type}, and it was accepted`);
    if (type === 'application/json') this.hold(schema, JSON.parse(body.toString('utf8')), answer, 'the accepted request');
  }

  private judgeAnswer(operation: Operation, answer: Answer): void {
    const type = mediaTypeOf(answer.headers);
    const response = this.responseOf(operation, String(answer.status)) ?? this.responseOf(operation, 'default');
    if (response === undefined) throw broken(answer, `the contract has no response ${answer.status}`);
    for (const [name, { required, schema }] of Object.entries(response.headers ?? {})) {
      const value = answer.header(name);
      if (value !== null) this.hold(schema, value, answer, `the header ${name}`);
      else if (required === true) throw broken(answer, `the header ${name} is missing`);
    }
    if (answer.method === 'HEAD') return;
    if (response.content === undefined) {
      if (answer.bytes.length > 0) throw broken(answer, 'the contract has no body for this answer');
      return;
    }
    const schema = response.content[type]?.schema;
    if (schema === undefined) throw broken(answer, `the contract has no ${type} for this answer`);
    if (answer.problem !== undefined) this.holdProblem(answer);
    else if (type === 'application/json') this.hold(schema, answer.json, answer, 'the answer');
  }

  /** Against its own schema: against all of them at once, the errors would be those of each. */
  private holdProblem(answer: Answer): void {
    const schema = this.document.components.schemas[`problem-${answer.problem}`];
    if (schema === undefined) throw broken(answer, `the contract has no problem ${answer.problem}`);
    this.hold(schema, answer.json, answer, 'the problem');
  }

  /** What an operation may answer with a status, `default` being one; references followed. */
  responseOf(operation: Operation, status: string): Response | undefined {
    const response = operation.responses[status];
    if (response === undefined || !('$ref' in response)) return response;
    return this.document.components.responses[response.$ref.replace('#/components/responses/', '')];
  }

  private hold(schema: object, value: unknown, answer: Answer, what: string): void {
    const validate = validatorOf(schema, this.document.components);
    if (validate(value)) return;
    const errors = JSON.stringify(validate.errors);
    throw broken(answer, `${what} is not as the contract says: ${errors} in ${JSON.stringify(value).slice(0, 500)}`);
  }
}

/** What a text in a path, a query or a header stands for. */
function valueOf(text: string, { schema }: Parameter): unknown {
  return schema.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
}

function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

/** `text/xml` and the `+xml` types are XML by other names (RFC 7303). */
function requestTypeOf(headers: Headers): string {
  const type = mediaTypeOf(headers);
  return type === 'text/xml' || type.endsWith('+xml') ? 'application/xml' : type;
}

function broken(answer: Answer, what: string): ContractBroken {
  return new ContractBroken(`${answer.method} ${answer.path} answered ${answer.status}: ${what}`);
}
