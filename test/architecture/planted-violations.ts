import type { Files } from './sample-project.js';

/** One forbidden import: the rule that must report it, where it stands, and what else it needs to be there. */
export interface PlantedViolation {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
  readonly beside?: Files;
}

const slice = 'libs/instances/src/planted-slice';

export const plantedViolations: readonly PlantedViolation[] = [
  { rule: 'everything-resolves', path: 'libs/access/src/planted-absent.ts', text: `import '@datakeep/absent';` },
  { rule: 'everything-resolves', path: 'libs/access/src/planted-deep.ts', text: `import '@datakeep/kernel/src/guid.js';` },
  {
    rule: 'no-cycles',
    path: 'libs/kernel/src/planted-ring.ts',
    text: `import './planted-ring-back.js';`,
    beside: { 'libs/kernel/src/planted-ring-back.ts': `import './planted-ring.js';` },
  },
  { rule: 'sqlite-in-its-adapters', path: 'apps/server/src/planted-sqlite.ts', text: `import '@photostructure/sqlite';` },
  {
    rule: 'sqlite-in-its-adapters',
    path: `${slice}/sqlite.query.ts`,
    text: `import type { X } from '@photostructure/sqlite'; export type Y = X;`,
  },
  { rule: 'eventstoredb-in-its-adapter', path: 'libs/access/src/planted-log.ts', text: `import '@eventstore/db-client';` },
  { rule: 'mongodb-in-its-adapter', path: 'libs/view-store-sqlite/src/planted-mongodb.ts', text: `import 'mongodb';` },
  { rule: 's3-in-its-adapter', path: 'test/e2e/planted-s3.ts', text: `import '@aws-sdk/client-s3';` },
  { rule: 'libxml2-in-xml', path: `${slice}/xml.handler.ts`, text: `import 'libxml2-wasm';` },
  { rule: 'decisions-are-pure', path: `${slice}/crypto.decide.ts`, text: `import 'node:crypto';` },
  {
    rule: 'decisions-are-pure',
    path: 'libs/instances/src/planted.state.ts',
    text: `import { port } from '@datakeep/event-store'; export default port;`,
  },
  { rule: 'decisions-are-pure', path: 'libs/workspaces/src/planted.events.ts', text: `import '@nestjs/common';` },
  {
    rule: 'decisions-are-pure',
    path: 'libs/instances/src/planted.refusals.ts',
    text: `import { gate } from '@datakeep/access'; export default gate;`,
  },
  {
    rule: 'decisions-are-pure',
    path: `${slice}/own.projection.ts`,
    text: `import './own.handler.js';`,
    beside: { [`${slice}/own.handler.ts`]: `export {};` },
  },
  {
    rule: 'slices-stand-alone',
    path: `${slice}/neighbour.decide.ts`,
    text: `import { move } from '../move-instance/move-instance.decide.js'; export default move;`,
  },
  {
    rule: 'slices-stand-alone',
    path: `${slice}/neighbour.handler.ts`,
    text: `import type { handle } from '../save-instance/save-instance.handler.js'; export type X = typeof handle;`,
  },
  { rule: 'libs-meet-at-their-exports', path: 'libs/access/src/planted-inside.ts', text: `import '../../kernel/src/guid.js';` },
  {
    rule: 'libs-meet-at-their-exports',
    path: 'libs/lookups/src/planted-context.ts',
    text: `import '../../instances/src/instance.state.js';`,
  },
  { rule: 'libs-meet-at-their-exports', path: 'test/e2e/planted-server.ts', text: `import '../../apps/server/src/main.js';` },
  {
    rule: 'libs-are-imported-by-name',
    path: 'apps/server/src/planted-relative.ts',
    text: `import '../../../libs/kernel/src/index.js';`,
  },
  { rule: 'nothing-imports-dist', path: 'libs/access/src/planted-dist.ts', text: `import '../../kernel/dist/index.js';` },
  { rule: 'access-knows-no-later-context', path: 'libs/access/src/planted-order.ts', text: `import '@datakeep/workspaces';` },
  {
    rule: 'workspaces-knows-no-later-context',
    path: 'libs/workspaces/src/planted-order.ts',
    text: `import '@datakeep/instances';`,
  },
  {
    rule: 'instances-knows-no-later-context',
    path: 'libs/instances/src/planted-order.ts',
    text: `import type { X } from '@datakeep/lookups'; export type Y = X;`,
  },
  { rule: 'contexts-know-no-adapter', path: `${slice}/adapter.handler.ts`, text: `import '@datakeep/event-store-sqlite';` },
  { rule: 'base-has-no-io', path: 'libs/kernel/src/planted-files.ts', text: `import 'node:fs/promises';` },
  { rule: 'base-has-no-io', path: 'libs/xml/src/planted-worker.ts', text: `import 'worker_threads';` },
  { rule: 'base-has-no-framework', path: 'libs/contract/src/planted-nest.ts', text: `import '@nestjs/common';` },
  { rule: 'base-knows-the-kernel-only', path: 'libs/contract/src/planted-xml.ts', text: `import '@datakeep/xml';` },
  {
    rule: 'base-knows-the-kernel-only',
    path: 'libs/kernel/src/planted-port.ts',
    text: `import type { X } from '@datakeep/view-store'; export type Y = X;`,
  },
  { rule: 'client-stands-alone', path: 'libs/client/src/planted-lib.ts', text: `import '@datakeep/kernel';` },
  { rule: 'client-stands-alone', path: 'libs/client/src/planted-io.ts', text: `import 'node:fs';` },
  {
    rule: 'stores-know-no-feature',
    path: 'libs/view-store-sqlite/src/planted-feature.ts',
    text: `import '@datakeep/instances';`,
  },
  {
    rule: 'ports-know-no-adapter',
    path: 'libs/event-store/src/planted-adapter.ts',
    text: `import '@datakeep/event-store-sqlite';`,
  },
  { rule: 'projector-knows-no-feature', path: 'libs/projector/src/planted-feature.ts', text: `import '@datakeep/workspaces';` },
  {
    rule: 'projector-knows-no-feature',
    path: 'libs/projector/src/planted-adapter.ts',
    text: `import '@datakeep/view-store-sqlite';`,
  },
  {
    rule: 'libs-know-no-program',
    path: 'libs/workspaces/src/planted-test.ts',
    text: `import '../../../test/support/client.js';`,
  },
  {
    rule: 'model-knows-nothing',
    path: 'test/property/model-planted.ts',
    text: `import type { X } from '@datakeep/kernel'; export type Y = X;`,
  },
  { rule: 'model-knows-nothing', path: 'test/property/model-helped.ts', text: `import '../support/client.js';` },
  {
    rule: 'production-imports-no-test',
    path: 'apps/server/src/planted-suite.ts',
    text: `import '@datakeep/event-store/conformance';`,
  },
  { rule: 'production-imports-no-test', path: 'libs/xml/src/planted-support.ts', text: `import './test-support.js';` },
  { rule: 'production-imports-no-test', path: 'libs/xml/src/planted-spec.ts', text: `import './parse.spec.js';` },
  { rule: 'production-imports-no-test', path: 'libs/projector/src/planted-library.ts', text: `import 'fast-check';` },
  { rule: 'client-is-for-outside', path: 'apps/server/src/planted-client.ts', text: `import '@datakeep/client';` },
  { rule: 'client-is-for-outside', path: `${slice}/client.handler.ts`, text: `import '@datakeep/client';` },
  {
    rule: 'client-is-for-outside',
    path: 'bench/planted-client.ts',
    text: `import type { X } from '@datakeep/client'; export type Y = X;`,
  },
  { rule: 'demo-knows-the-client-only', path: 'apps/demo/src/planted-kernel.ts', text: `import '@datakeep/kernel';` },
  { rule: 'console-knows-the-contract-only', path: 'apps/console/src/planted-kernel.ts', text: `import '@datakeep/kernel';` },
];
