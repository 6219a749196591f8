import { Ajv2020 } from 'ajv/dist/2020.js';

/** A compiled schema; after a call that gave false, `errors` says why. */
export interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params?: unknown }[] | null;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const compiled = new WeakMap<object, Validate>();

/**
 * The validator of a schema in JSON Schema 2020-12, the dialect of OpenAPI 3.1. `components` is where its references lead,
 * `#/components/schemas/…`; a schema is always asked for with the same ones.
 */
export function validatorOf(schema: object, components: object = {}): Validate {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile({ ...schema, components });
  compiled.set(schema, validate);
  return validate;
}
