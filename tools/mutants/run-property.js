import { spawn } from 'node:child_process';
import { once } from 'node:events';

const program = 'test/dist/property/program.js';
const runMsMax = 300_000;

/**
 * Runs the property test in a copy of the project.
 *
 * @param {string} folder
 * @param {{ seed: number, runs: number }} plan
 * @returns {Promise<{ verdict: 'agrees' | 'differs' | 'fell', seed?: number, said: string }>} `fell` is a run, or a program, that did
 * not come to its end: it notices nothing.
 */
export async function runProperty(folder, { seed, runs }) {
  const child = spawn(process.execPath, [program, '--seed', String(seed), '--runs', String(runs), '--whole'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: runMsMax,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code === 0) return { verdict: 'agrees', said };
  const found = /^seed ([0-9]+) differs/m.exec(said);
  return found === null ? { verdict: 'fell', said } : { verdict: 'differs', seed: Number(found[1]), said };
}
