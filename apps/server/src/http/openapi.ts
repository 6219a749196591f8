import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeHttp } from './openapi-http.js';
import { nameOperation, requireUniqueIds } from './openapi-operations.js';
import { problemComponents } from './openapi-problems.js';
import { schemaOf } from './openapi-schema.js';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** The contract, from the code: the schemas that check the requests are the ones that describe them (http.md, "contract"). */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Datakeep')
    .setDescription('A repository for data at rest: XML records, every version kept, row-level access.')
    .setVersion('1')
    .addServer('/', 'The repository that serves this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of this repository' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    autoTagControllers: false,
    // None yet: nameOperation gives one to each operation that states none itself.
    operationIdFactory: () => '',
    standardSchemaConverter: (schema, { schemaType }) => ({ schema: schemaOf(schema, schemaType) }),
  });
  const ids: string[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      nameOperation(operation, { path, method });
      describeHttp(operation, { path, method });
      ids.push(operation.operationId ?? '');
    }
  }
  requireUniqueIds(ids);
  return { ...document, components: { ...document.components, ...problemComponents() } };
}
