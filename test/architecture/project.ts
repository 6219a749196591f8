import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The project's root folder; this file runs from test/dist/architecture. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The text of a file, named from the project's root. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths from the root of all files below a folder whose names end so; dist and node_modules are left out. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return entry.name.endsWith(ending) ? [path] : [];
    return ['dist', 'node_modules'].includes(entry.name) ? [] : filesBelow(path, ending);
  });
}

/** Names of the packages in a group of workspaces; what a branch left behind is none. */
export function packagesIn(group: 'apps' | 'libs'): string[] {
  return readdirSync(join(root, group)).filter((name) => existsSync(join(root, group, name, 'package.json')));
}

/** Paths of the files that git tracks, and of new ones that it does not ignore, as far as they are there. */
export function trackedFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`);
  return listed.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}
