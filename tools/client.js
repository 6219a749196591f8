import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { readConfig } from '@datakeep/server/config';
import { createHttpServer } from '@datakeep/server/http-server';
import { openRepository } from '@datakeep/server/repository';

/**
 * Generates the types of libs/client from the document that the server gives (docs/adr/0008-generated-client.md). With
 * --check nothing is written; it fails when the committed file is not what would be.
 */
const file = fileURLToPath(new URL('../libs/client/src/schema.ts', import.meta.url));
const text = await schemaOf(await readDocument());

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('libs/client/src/schema.ts is not what openapi.json says: npm run client\n');
  process.exitCode = 1;
}

/** From a server on an empty repository that never listens. */
async function readDocument() {
  const folder = mkdtempSync(join(tmpdir(), 'datakeep-client-'));
  const config = readConfig({ DATAKEEP_DATA: folder });
  const repository = await openRepository(config);
  try {
    const app = await createHttpServer(repository, config, (line) => process.stderr.write(`${line}\n`));
    const { body } = await app.inject('/openapi.json');
    await app.close();
    return JSON.parse(body);
  } finally {
    await repository.close();
    rmSync(folder, { recursive: true });
  }
}

async function schemaOf(document) {
  const { factory, SyntaxKind } = ts;
  const bytes = factory.createTypeReferenceNode('Uint8Array');
  const binary = factory.createUnionTypeNode([factory.createKeywordTypeNode(SyntaxKind.StringKeyword), bytes]);
  const nodes = await openapiTS(document, {
    // XML is sent as text, or as the bytes of a document in another encoding.
    transform: (schema) => (schema.format === 'binary' ? binary : undefined),
  });
  return `// Generated from openapi.json by \`npm run client\`; not to be edited.\n\n${astToString(nodes)}`;
}
