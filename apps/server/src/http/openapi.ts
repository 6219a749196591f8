import { problemResponse } from '@datakeep/contract';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import * as z from 'zod';
import { describeHttp } from './openapi-http.js';

const jsonSchemaOf = (schema: unknown, io: 'input' | 'output') => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any' });
  return json;
};

/** The contract, from the code: the schemas that check the requests are the ones that describe them (http.md, "contract"). */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Datakeep')
    .setDescription('A repository for data at rest: XML records, every version kept, row-level access.')
    .setVersion('1')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .addGlobalResponse({ status: 'default', description: 'A problem (RFC 9457)', standardSchema: problemResponse })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) => ({ schema: jsonSchemaOf(schema, schemaType) }),
  });
  return describeHttp(document);
}
