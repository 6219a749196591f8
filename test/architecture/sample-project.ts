import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files by path; imports are all that matters in them. */
export type Files = Readonly<Record<string, string>>;

const libs = [
  ...['kernel', 'contract', 'client', 'xml', 'projector', 'access', 'workspaces', 'instances', 'lookups'],
  ...['event-store', 'event-store-sqlite', 'event-store-eventstoredb'],
  ...['view-store', 'view-store-sqlite', 'view-store-mongodb', 'blob-store', 'blob-store-s3'],
];
const ports = ['event-store', 'view-store', 'blob-store'];

// Entry points lie in dist, as those of the real drivers do: a rule that hides every dist would hide them too.
const installedPackages = [
  ...['@photostructure/sqlite', '@eventstore/db-client', 'mongodb', '@aws-sdk/client-s3', 'libxml2-wasm'],
  ...['@nestjs/common', '@jest/globals', 'fast-check', 'openapi-fetch'],
];

/** Every kind of import that the rules allow, in the layout of the project. */
const allowed: Files = {
  'libs/kernel/src/index.ts': `export * from './guid.js';`,
  'libs/kernel/src/guid.ts': `import { createHash } from 'node:crypto'; export const guid = createHash;`,
  'libs/kernel/dist/index.js': `export {};`,
  'libs/xml/src/parse.ts': `import { x } from 'libxml2-wasm'; import { guid } from '@datakeep/kernel'; export const y = [x, guid];`,
  'libs/xml/src/parse.spec.ts': `import { read } from './test-support.js'; import { it } from '@jest/globals'; it('', read);`,
  'libs/xml/src/test-support.ts': `import { readFileSync } from 'node:fs'; export const read = readFileSync;`,
  'libs/client/src/client.ts': `import { x } from 'openapi-fetch'; export const client = x;`,
  'libs/event-store-sqlite/src/log.ts': `import { x } from '@photostructure/sqlite'; import { port } from '@datakeep/event-store'; export const y = [x, port];`,
  'libs/event-store-sqlite/src/log.int.spec.ts': `import { suite } from '@datakeep/event-store/conformance'; import './log.js'; suite();`,
  'libs/event-store-eventstoredb/src/log.ts': `import { x } from '@eventstore/db-client'; export const y = x;`,
  'libs/view-store-sqlite/src/rows.ts': `import { x } from '@photostructure/sqlite'; export const y = x;`,
  'libs/view-store-mongodb/src/rows.ts': `import { x } from 'mongodb'; export const y = x;`,
  'libs/blob-store-s3/src/blobs.ts': `import { x } from '@aws-sdk/client-s3'; export const y = x;`,
  'libs/projector/src/loop.ts': `import { port } from '@datakeep/view-store'; export const loop = port;`,
  'libs/projector/src/loop.int.spec.ts': `import '@datakeep/view-store-sqlite'; import '@datakeep/instances'; import './loop.js';`,
  'libs/workspaces/src/workspace.events.ts': `import type { Port } from '@datakeep/event-store'; export type Event = Port;`,
  'libs/instances/src/index.ts': `export * from './save-instance/save-instance.handler.js';`,
  'libs/instances/src/instance.events.ts': `import { guid } from '@datakeep/kernel'; export const saved = guid;`,
  'libs/instances/src/instance.state.ts': `import { saved } from './instance.events.js'; export const evolve = saved;`,
  'libs/instances/src/save-instance/save-instance.decide.ts': `import { evolve } from '../instance.state.js'; import type { Row } from '@datakeep/view-store'; import type { Gate } from '@datakeep/access'; export const decide = evolve as unknown as Row | Gate;`,
  'libs/instances/src/save-instance/save-instance.handler.ts': `import { decide } from './save-instance.decide.js'; import { gate } from '@datakeep/access'; import { port } from '@datakeep/event-store'; import { Injectable } from '@nestjs/common'; import { randomUUID } from 'node:crypto'; export const handle = [decide, gate, port, Injectable, randomUUID];`,
  'libs/instances/src/move-instance/move-instance.decide.ts': `import { evolve } from '../instance.state.js'; export const move = evolve;`,
  'apps/server/src/main.ts': `import '@datakeep/instances'; import '@datakeep/event-store-sqlite'; import { createServer } from 'node:http'; createServer();`,
  'apps/console/src/page.ts': `import '@datakeep/contract';`,
  'apps/demo/src/main.ts': `import '@datakeep/client'; import { spawn } from 'node:child_process'; spawn('true');`,
  'bench/saves.ts': `import { x } from '@photostructure/sqlite'; export const floor = x;`,
  'test/support/client.ts': `import { port } from '@datakeep/event-store'; import '@datakeep/client'; export const client = port;`,
};

/** Writes a project of the same layout as this one, with what the rules allow and the files given, into an empty folder. */
export function writeSampleProject(folder: string, planted: Files): void {
  for (const lib of libs) {
    write(folder, `libs/${lib}/package.json`, packageOf(lib));
    write(folder, `libs/${lib}/src/index.ts`, `export const port = 1; export const gate = 1;`);
    if (ports.includes(lib)) write(folder, `libs/${lib}/conformance/index.ts`, `export const suite = (): void => undefined;`);
    mkdirSync(join(folder, 'node_modules/@datakeep'), { recursive: true });
    symlinkSync(join(folder, 'libs', lib), join(folder, 'node_modules/@datakeep', lib));
  }
  for (const name of installedPackages) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: './dist/index.cjs' }));
    write(folder, `node_modules/${name}/dist/index.cjs`, 'exports.x = 1;');
  }
  const names = [...installedPackages, ...libs.map((lib) => `@datakeep/${lib}`)];
  const dependencies = Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write(folder, 'package.json', JSON.stringify({ name: 'sample', type: 'module', dependencies }));
  for (const [path, text] of Object.entries({ ...allowed, ...planted })) write(folder, path, text);
}

function packageOf(lib: string): string {
  return JSON.stringify({
    name: `@datakeep/${lib}`,
    version: '1.0.0',
    type: 'module',
    exports: {
      '.': { source: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './conformance': { source: './conformance/index.ts', default: './dist/conformance/index.js' },
    },
  });
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `${text}\n`);
}
