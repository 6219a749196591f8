import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { invalidRequestOf } from './invalid-request.js';

const partOf = { body: '', query: '/query', param: '/path', custom: '', rawBody: '' } as const;

/** Checks every argument that has a schema, and gives what the schema made of it (Standard Schema v1). */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, { schema, type }: ArgumentMetadata): unknown {
    if (schema === undefined) return value;
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) throw new TypeError('the schemas of requests are synchronous');
    if (result.issues !== undefined) throw invalidRequestOf(partOf[type], result.issues);
    return result.value;
  }
}
