import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startBuiltServer, type BuiltServer } from '../support/built-server.js';
import { makeFolder, projectFile, removeFolder, root } from '../support/folders.js';

const run = promisify(execFile);

/** What is another one in each repository and at each run: ids, times, positions. */
function withoutChance(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, '<time>')
    .replace(/1\.[0-9a-f]{16}\.\d+/g, '<position>')
    .trim();
}

describe('the example of the README', () => {
  const folder = makeFolder();
  let server: BuiltServer;

  beforeAll(async () => {
    server = await startBuiltServer({ DATAKEEP_DATA: folder });
  });

  afterAll(async () => {
    await server.stop();
    removeFolder(folder);
  });

  it('prints what the README says it prints', async () => {
    const readme = readFileSync(projectFile('README.md'), 'utf8');
    const [, script, output] = /<!-- example -->\n```sh\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/.exec(readme) ?? [];
    if (script === undefined || output === undefined) throw new Error('the README has no example with its output');
    const here = script
      .replaceAll('./data/owner.json', join(folder, 'owner.json'))
      .replaceAll('http://127.0.0.1:8080', server.url);
    const { stdout } = await run('bash', ['-c', here], { cwd: root });
    expect(withoutChance(stdout)).toBe(withoutChance(output));
  });
});
