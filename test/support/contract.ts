import { validatorOf } from './ajv.js';
import type { Answer } from './answer.js';

/** By media type. */
type Content = Readonly<Record<string, { readonly schema?: object } | undefined>>;

export interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | undefined>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Anything that goes over the wire and is not as the contract says; fails the test that met it. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

/** The OpenAPI document of a server as a judge of requests and answers (http.md, "contract"). */
export class Contract {
  private readonly routes: readonly { readonly pattern: RegExp; readonly names: readonly string[]; readonly path: string }[];

  constructor(readonly document: OpenApi) {
    this.routes = Object.keys(document.paths).map((path) => ({
      path,
      names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
    }));
  }

  /** Throws ContractBroken when the answer, or a request that was accepted, is not as the contract says. */
  judge(request: { readonly json: unknown }, answer: Answer): void {
    const operation = this.operationOf(answer);
    if (operation === undefined) return;
    if (answer.status < 300) judgeRequest(operation, request.json, answer);
    const response = operation.responses[String(answer.status)] ?? operation.responses['default'];
    if (answer.status === 304) return;
    if (response === undefined) throw broken(answer, `the contract has no response ${answer.status}`);
    const schema = response.content?.[mediaTypeOf(answer)]?.schema ?? response.content?.['application/json']?.schema;
    if (schema === undefined) throw broken(answer, 'the contract has no schema for this answer');
    if (mediaTypeOf(answer).includes('json')) hold(schema, answer.json, answer, 'the answer');
  }

  private operationOf({ path, method }: Answer): Operation | undefined {
    const { pathname } = new URL(path, 'http://any');
    const route = this.routes.find(({ pattern }) => pattern.test(pathname));
    return route === undefined ? undefined : this.document.paths[route.path]?.[method.toLowerCase()];
  }
}

function judgeRequest(operation: Operation, json: unknown, answer: Answer): void {
  const declared = operation.parameters ?? [];
  for (const [name, value] of new URL(answer.path, 'http://any').searchParams) {
    const parameter = declared.find((candidate) => candidate.in === 'query' && candidate.name === name);
    if (parameter === undefined) throw broken(answer, `the contract has no parameter ${name}, and it was accepted`);
    hold(parameter.schema, value, answer, `the parameter ${name}`);
  }
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (json !== undefined && schema !== undefined) hold(schema, json, answer, 'the accepted request');
}

function hold(schema: object, value: unknown, answer: Answer, what: string): void {
  const validate = validatorOf(schema);
  if (validate(value)) return;
  throw broken(
    answer,
    `${what} is not as the contract says: ${JSON.stringify(validate.errors)} in ${JSON.stringify(value).slice(0, 500)}`,
  );
}

function mediaTypeOf(answer: Answer): string {
  return (answer.header('content-type') ?? '').split(';')[0]!.trim();
}

function broken(answer: Answer, what: string): ContractBroken {
  return new ContractBroken(`${answer.method} ${answer.path} answered ${answer.status}: ${what}`);
}
