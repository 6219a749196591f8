import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The bytes of an example document of the repository. */
export function example(name: string): Uint8Array {
  return readFileSync(join(repositoryRoot, 'examples', name));
}

/** Every XML file below the test data's folder; none when the folder is absent. */
export function realDocuments(): { file: string; bytes: Uint8Array }[] {
  const folder = process.env['DATAKEEP_TEST_DATA'] ?? join(repositoryRoot, '../shared/data');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xml'));
  return files.sort().map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** One byte for each character up to U+00FF. */
export function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

export function utf16le(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le');
}

export function utf16be(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

/** An XML declaration that names `encoding`. */
export function declared(encoding: string): string {
  return `<?xml version="1.0" encoding="${encoding}"?>`;
}

export const bom = '\uFEFF';
