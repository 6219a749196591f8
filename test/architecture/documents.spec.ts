import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesBelow, root, textOf } from './project.js';

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow('docs', '.md')];
const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

/** The scripts that a text tells its reader to run: `npm start`, `npm test`, `npm run x`. */
function scriptsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm (?:run (?:--silent )?([a-z][a-z:-]*)|(start|test)\b)/g)].map(
    (match) => (match[1] ?? match[2])!,
  );
}

/** Paths that a text links to, without their anchors; addresses elsewhere are left out. */
function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
}

describe('the documents', () => {
  it.each(documents)('%s names scripts that there are', (path) => {
    expect(scriptsIn(textOf(path)).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(documents)('%s links to files that there are', (path) => {
    const broken = linksIn(textOf(path)).filter((link) => !existsSync(join(root, normalize(join(dirname(path), link)))));
    expect(broken).toEqual([]);
  });

  it('tell, in CONTRIBUTING.md, of every script', () => {
    const told = new Set(scriptsIn(textOf('CONTRIBUTING.md')));
    expect(Object.keys(scripts).filter((name) => !told.has(name))).toEqual([]);
  });
});

describe('the check of the documents', () => {
  it('sees each form of a command, and what is no command of ours', () => {
    const text =
      '`npm test -- x`, `npm run --silent arrows`, npm start; `npm run test:crash`, npm ci, `npm run absent`, npm installs';
    expect(scriptsIn(text)).toEqual(['test', 'arrows', 'start', 'test:crash', 'absent']);
  });

  it('sees links to files and not to other places', () => {
    expect(linksIn('[a](docs/adr) [b](x.md#part) [c](https://example.org/x.md) [d](#here)')).toEqual(['docs/adr', 'x.md']);
  });
});
