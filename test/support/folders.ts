import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder; this file runs from test/dist/support. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A file of the project, named from its root. */
export const projectFile = (path: string): string => join(root, path);

/** A new empty folder; whoever asked removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'datakeep-e2e-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
