import * as z from 'zod';

/** The type of a response whose body is one XML document, as its bytes. */
export const xmlSchema = { type: 'string' as const, format: 'binary' };

/** A zod schema in JSON Schema 2020-12, the dialect of OpenAPI 3.1: what is read (`input`) or what is sent (`output`). */
export function schemaOf(schema: unknown, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema as z.ZodType, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // A number that arrives as text, in a path or a query, is a number to whoever sends it.
      if (jsonSchema.type === 'integer') delete jsonSchema.pattern;
    },
  });
  return json;
}
