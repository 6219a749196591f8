import { describe, expect, it } from '@jest/globals';
import { textOf, trackedFiles } from './project.js';

/** What belongs to one machine; each pattern is written so that it does not match itself. */
const machinePatterns: readonly RegExp[] = [
  /(?<![\w.~$}*-])[/](?:work|root|home|Users)[/]/,
  /[A-Z]:[\\](?:Users|work)/,
  /registry[.](?:npmjs|yarnpkg|npmmirror)/,
  /(?:_authToken|_password|registry) *= *\S/,
];

function traces(text: string): string[] {
  return text.split('\n').filter((line) => machinePatterns.some((pattern) => pattern.test(line)));
}

describe('the files of the repository', () => {
  const files = trackedFiles();

  it('name no path of one machine and no registry', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((path) => traces(textOf(path)).map((line) => `${path}: ${line.trim()}`))).toEqual([]);
  });

  it.each([
    ['a folder of a machine', ['', 'work', 'main'].join('/')],
    ['a home folder in a command', `cd ${['', 'root', '.npm'].join('/')}`],
    ['the address of a registry', `https://${['registry', 'npmjs', 'org'].join('.')}/jest`],
    ['a credential', ['_authToken', 'abc'].join('=')],
  ])('would be noticed with %s in them', (_what, line) => {
    expect(traces(`first\n${line}\nlast`)).toEqual([line]);
  });

  it.each(['test/support/work/log.ts', 'https://example.org/root/item', './work/main', 'omit-lockfile-registry-resolved=true'])(
    'may hold %s',
    (line) => {
      expect(traces(line)).toEqual([]);
    },
  );
});
