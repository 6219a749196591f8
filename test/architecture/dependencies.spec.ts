import { describe, expect, it } from '@jest/globals';
import { packagesIn, textOf } from './project.js';

type Versions = Readonly<Record<string, unknown>>;

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'] as const;

type Manifest = Partial<Record<(typeof kinds)[number], Versions>>;

/** All `name@version` pairs, those inside nested overrides too. */
function pairsOf(versions: Versions): string[] {
  return Object.entries(versions).flatMap(([name, version]) =>
    typeof version === 'string' ? [`${name}@${version}`] : pairsOf(version as Versions),
  );
}

const folders = (['apps', 'libs'] as const).flatMap((group) => packagesIn(group).map((name) => `${group}/${name}/`));
const manifests = ['', ...folders, 'test/', 'bench/', 'tools/'].map((folder) => `${folder}package.json`);

describe('the dependencies', () => {
  it.each(manifests)('of %s are exact versions', (path) => {
    const manifest = JSON.parse(textOf(path)) as Manifest;
    const pairs = kinds.flatMap((kind) => pairsOf(manifest[kind] ?? {}));
    const own = new Set(kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}).map((name) => `@$${name}`)));
    // `$name` is npm's word for the version that this very file gives to that name, which is judged itself.
    const loose = pairs.filter((pair) => !own.has(/@\$.*$/.exec(pair)?.[0] ?? '') && !/@\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(pair));
    expect(loose).toEqual([]);
  });

  it('are locked without the address of a registry', () => {
    const lines = textOf('package-lock.json').split('\n');
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.filter((line) => /"resolved":\s*"[a-z+]+:/.test(line))).toEqual([]);
  });
});
