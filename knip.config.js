/**
 * Nothing is kept that nothing uses: `npm run knip` finds unused files, exports and dependencies. Specs, what `scripts` name and
 * what a package.json exports are found by themselves; here stand the programs that another program starts by their path.
 */
export default {
  // A type is exported with the function whose signature names it, whether or not somebody names it elsewhere.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Of the system: a disk of its own for a server, and the cores of a benchmark.
  ignoreBinaries: ['unshare', 'taskset'],
  workspaces: {
    'apps/server': { entry: ['src/main.ts', 'src/rebuild.ts', 'src/roles/*.worker.ts'] },
    'apps/demo': { entry: ['src/main.ts', 'src/end-with-parent.ts'] },
    'libs/event-store-sqlite': { entry: ['src/testing/*.child.ts'] },
    bench: {
      entry: ['run.ts', 'load.ts', 'floors/*.ts'],
      // A floor is worth something on the very Fastify that the server stands on.
      ignoreDependencies: ['fastify'],
    },
    // Documents are judged by the very libxml2 that the gate has.
    test: { entry: ['property/program.ts'], ignoreDependencies: ['libxml2-wasm'] },
    tools: {
      entry: ['jest-crash.config.js'],
      // Comes with Jest, and is named for its types only.
      ignoreDependencies: ['@jest/reporters'],
    },
  },
};
