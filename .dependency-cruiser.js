/**
 * The arrows of the architecture: who may import whom. `npm run arrows` checks the project against them, and
 * test/architecture plants one violation for each rule, so that a rule which no longer fires is noticed.
 *
 * Rules match resolved paths. The kind of a dependency is asked for only where the path is the same: `import type`, and a
 * relative path into another package.
 */

/** Each context may import those before it, at their index.ts; a test fails while a lib is named neither here nor as infrastructure. */
const contextsInOrder = ['access', 'workspaces', 'instances', 'lookups'];
const contexts = `^libs/(?:${contextsInOrder.join('|')})/`;
const adapters = '^libs/[^/]+-store-[^/]+/';
/** Tests, and what only tests of the same package use. */
const specs = '(?:[.]spec|/test-support)[.]ts$';
const pureFile = '[.](?:decide|events|state|projection|refusals|views)[.]ts$';
const dist = '^(?:(?:apps|libs)/[^/]+|test|bench)/dist/';

/** A package of node_modules, wherever npm put it. */
const installed = (names) => `(?:^|/)node_modules/(?:${names})`;

const inputAndOutput =
  '^(?:node:)?(?:fs|net|tls|dgram|dns|http|https|http2|worker_threads|child_process|cluster|readline|repl|inspector|sqlite)(?:/|$)';

/** A driver and the only places that may know it; benchmarks measure adapters against the bare driver. */
const driverRule = (name, drivers, homes) => ({
  name,
  comment: 'Drivers are known in their adapters only; everything else depends on the port (style, habit 8).',
  severity: 'error',
  from: { pathNot: homes },
  to: { path: drivers },
});

const contextOrderRules = contextsInOrder.slice(0, -1).map((context, place) => ({
  name: `${context}-knows-no-later-context`,
  comment: `Contexts are ordered: ${contextsInOrder.join(' <- ')}.`,
  severity: 'error',
  from: { path: `^libs/${context}/` },
  to: { path: `^libs/(?:${contextsInOrder.slice(place + 1).join('|')})/src/index[.]ts$` },
}));

export default {
  forbidden: [
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be resolved is one that no other rule can judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a ring can only be read, and loaded, all at once.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    driverRule(
      'sqlite-in-its-adapters',
      [installed('@photostructure/sqlite/'), '^(?:node:)?sqlite$'],
      ['^libs/[^/]+-store-sqlite/', '^bench/'],
    ),
    driverRule('eventstoredb-in-its-adapter', installed('@eventstore/'), ['^libs/[^/]+-store-eventstoredb/', '^bench/']),
    driverRule('mongodb-in-its-adapter', installed('mongodb/'), ['^libs/[^/]+-store-mongodb/', '^bench/']),
    driverRule('s3-in-its-adapter', installed('@aws-sdk/'), ['^libs/[^/]+-store-s3/', '^bench/']),
    // A test that judges documents by libxml2 must not do so through what it judges.
    driverRule('libxml2-in-xml', installed('libxml2-wasm/'), ['^libs/xml/', '^bench/', '^test/support/xml-judge[.]ts$']),
    {
      name: 'decisions-are-pure',
      comment: 'What decides, evolves and projects is computed from its arguments alone: kernel, own pure files, and types.',
      severity: 'error',
      from: { path: `^libs/([^/]+)/src/.+${pureFile}` },
      to: { pathNot: ['^libs/kernel/src/index[.]ts$', `^libs/$1/src/.+${pureFile}`, dist], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'slices-stand-alone',
      comment: 'Slices of a context never import each other; what they share lies at the root of the context.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/([^/]+)/', pathNot: '^libs/(?:kernel|contract|xml|projector|[^/]+-store[^/]*)/' },
      to: { path: '^libs/$1/src/[^/]+/', pathNot: '^libs/$1/src/$2/' },
    },
    {
      name: 'libs-meet-at-their-exports',
      comment: 'A package is used through what its package.json exports, never through a path into it.',
      severity: 'error',
      from: { path: '^((?:apps|libs)/[^/]+|bench|test|tools)/' },
      to: {
        path: '^(?:apps|libs)/[^/]+/',
        pathNot: [
          '^$1/',
          '^libs/[^/]+/src/index[.]ts$',
          '^libs/[^/]+-store/conformance/index[.]ts$',
          // What the server exports for tests.
          '^apps/server/src/(?:config|http/http-server|wiring/repository|start/start-server)[.]ts$',
          dist,
        ],
      },
    },
    {
      name: 'libs-are-imported-by-name',
      comment: 'A relative path into another package resolves even when package.json does not name that package.',
      severity: 'error',
      from: { path: '^((?:apps|libs)/[^/]+|bench|test|tools)/' },
      to: { path: '^libs/[^/]+/(?:src|conformance)/index[.]ts$', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'nothing-imports-dist',
      comment: 'Compiled files are not there in a clean clone, and types are checked on sources.',
      severity: 'error',
      from: {},
      to: { path: dist },
    },
    ...contextOrderRules,
    {
      name: 'contexts-know-no-adapter',
      comment: 'A context depends on ports; the server wires the adapters.',
      severity: 'error',
      from: { path: contexts },
      to: { path: `${adapters}src/index[.]ts$` },
    },
    {
      name: 'base-has-no-io',
      comment: 'kernel, contract and xml are computation; their specs may read files.',
      severity: 'error',
      from: { path: '^libs/(?:kernel|contract|xml)/', pathNot: specs },
      to: { path: inputAndOutput },
    },
    {
      name: 'base-has-no-framework',
      comment: 'kernel, contract and xml outlive the framework, and the console imports contract.',
      severity: 'error',
      from: { path: '^libs/(?:kernel|contract|xml)/' },
      to: { path: installed('(?:@nestjs|@fastify|fastify)/') },
    },
    {
      name: 'base-knows-the-kernel-only',
      comment: 'kernel, contract and xml are what everything else stands on.',
      severity: 'error',
      from: { path: '^libs/(kernel|contract|xml)/' },
      to: { path: '^libs/[^/]+/src/index[.]ts$', pathNot: '^libs/(?:kernel|$1)/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'Whoever uses Datakeep installs the client and openapi-fetch, and nothing of the server.',
      severity: 'error',
      from: { path: '^libs/client/', pathNot: specs },
      to: { pathNot: ['^libs/client/', installed('openapi-fetch/')] },
    },
    {
      name: 'stores-know-no-feature',
      comment: 'Ports and adapters know the kernel and each other; what is kept in them is not their business.',
      severity: 'error',
      from: { path: '^libs/[^/]+-store[^/]*/' },
      to: { path: '^libs/[^/]+/src/index[.]ts$', pathNot: ['^libs/kernel/', '^libs/[^/]+-store[^/]*/'] },
    },
    {
      name: 'ports-know-no-adapter',
      comment: 'A port is there before its adapters.',
      severity: 'error',
      from: { path: '^libs/[^/]+-store/' },
      to: { path: `${adapters}src/index[.]ts$` },
    },
    {
      name: 'projector-knows-no-feature',
      comment: 'The projector runs whatever projections it is given on whatever stores it is given; its specs need some.',
      severity: 'error',
      from: { path: '^libs/projector/', pathNot: specs },
      to: { path: '^libs/[^/]+/src/index[.]ts$', pathNot: ['^libs/(?:kernel|projector)/', '^libs/[^/]+-store/'] },
    },
    {
      name: 'libs-know-no-program',
      comment: 'Programs are made of libraries, not the other way round.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(?:bench|test|tools)/' },
    },
    {
      name: 'model-knows-nothing',
      comment: 'The model of the property test says the rules a second time; what it shared with the product would agree always.',
      severity: 'error',
      from: { path: '^test/property/model[^/]*[.]ts$' },
      to: { pathNot: '^test/property/model[^/]*[.]ts$' },
    },
    {
      name: 'production-imports-no-test',
      comment: 'What runs in production needs no test file, conformance suite or test library.',
      severity: 'error',
      from: { path: '^(?:apps|libs)/[^/]+/src/', pathNot: specs },
      to: { path: [specs, '^libs/[^/]+-store/conformance/', installed('(?:@jest|jest|fast-check)(?:/|$)')] },
    },
    {
      name: 'client-is-for-outside',
      comment: 'What runs inside of the server never asks it over HTTP; tests, the demo and tools are its users.',
      severity: 'error',
      from: { pathNot: '^(?:libs/client|apps/demo|test|tools)/' },
      to: { path: '^libs/client/' },
    },
    {
      name: 'demo-knows-the-client-only',
      comment: 'The demo shows what anybody can do who installs the client; the server is a process beside it.',
      severity: 'error',
      from: { path: '^apps/demo/', pathNot: specs },
      to: { path: '^(?:apps/server/src/|libs/[^/]+/src/index[.]ts$)', pathNot: '^libs/client/' },
    },
    {
      name: 'console-knows-the-contract-only',
      comment: 'The console talks HTTP; of the libraries it may know the words of the interface.',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^libs/[^/]+/src/index[.]ts$', pathNot: '^libs/contract/' },
    },
  ],
  options: {
    // dist is not followed rather than excluded: an excluded file would take the forbidden import of it out of sight.
    doNotFollow: { path: ['(?:^|/)node_modules/', dist] },
    tsPreCompilationDeps: true,
    // "source" first: without it a workspace resolves to dist, and nothing of it is seen.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
