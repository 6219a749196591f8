import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './project.js';

/** What dependency-cruiser reports, as far as these tests read it. */
export interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

const outputBytesMax = 256 * 1024 * 1024;

/** Cruises folders of a project tree by the project's own rules, in a process of its own as `npm run arrows` does. */
export function cruise(tree: string, folders: readonly string[]): Cruise {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.js');
  const run = spawnSync(process.execPath, [program, '--config', config, '--output-type', 'json', ...folders], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: outputBytesMax,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${run.stdout}${run.stderr}`);
  return JSON.parse(run.stdout) as Cruise;
}
