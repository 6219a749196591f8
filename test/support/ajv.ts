import { createRequire } from 'node:module';

/** A compiled schema; after a call that gave false, `errors` says why. */
export interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params?: unknown }[] | null;
}

interface Ajv {
  compile(schema: object): Validate;
}

// eslint keeps Ajv 6 at the top of node_modules, which knows no JSON Schema 2020-12; Fastify's own is 8.
const own = createRequire(import.meta.url);
const fastifys = createRequire(createRequire(own.resolve('fastify')).resolve('@fastify/ajv-compiler'));
const { Ajv2020 } = fastifys('ajv/dist/2020.js') as { readonly Ajv2020: new (options: object) => Ajv };

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const compiled = new WeakMap<object, Validate>();

/** The validator of a schema in JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export function validatorOf(schema: object): Validate {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
