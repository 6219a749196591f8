import { cpSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What a compiled package is made of; its sources stay behind, so that nothing of a copy can be taken for them. */
const parts = ['dist', 'package.json'];

/**
 * Makes a copy of the compiled project that shares the installed packages and has packages of its own: whatever is changed
 * in the copy, the project itself stays as it is.
 *
 * @param {{ from: string, to: string }} folders The project's root and an empty folder.
 */
export function copyTree({ from, to }) {
  for (const name of ['package.json', 'jest.config.js']) cpSync(join(from, name), join(to, name));
  const packages = [
    'test',
    ...['apps', 'libs'].flatMap((group) => readdirSync(join(from, group)).map((name) => `${group}/${name}`)),
  ];
  for (const path of packages) {
    for (const part of parts) copyIfThere(join(from, path, part), join(to, path, part));
  }
  linkPackages({ from: join(from, 'node_modules'), to: join(to, 'node_modules') });
}

function copyIfThere(from, to) {
  try {
    cpSync(from, to, { recursive: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** Installed packages by links into the project; its own ones by the relative links that they have there. */
function linkPackages({ from, to }) {
  mkdirSync(join(to, '@datakeep'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@datakeep') symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(from, '@datakeep'))) {
    symlinkSync(readlinkSync(join(from, '@datakeep', name)), join(to, '@datakeep', name));
  }
}
