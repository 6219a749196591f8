import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

/**
 * `npm run test:property -- --runs 1000 --seed 1 --commands 100`: runs of random commands against the model, in two processes.
 * Without a seed it takes a new one. Prints the seed, what was answered how often, and what differed, made small; exit code 1 then.
 */
const lanes = 2;
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' }, commands: { type: 'string' } } });

function numberOf(name, fallback) {
  const text = values[name] ?? String(fallback);
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    console.error(`--${name} takes a number from 1 to 999999999, not "${text}"`);
    process.exit(2);
  }
  return Number(text);
}

const [runs, seed, commands] = [
  numberOf('runs', 1_000),
  numberOf('seed', 1 + (Date.now() % 900_000_000)),
  numberOf('commands', 100),
];
console.log(`${runs} runs of ${commands} commands, --seed ${seed}`);

/** The lanes take consecutive seeds, so that `--seed S --runs 1` repeats any of the runs. */
function lane(index) {
  const from = Math.floor((runs * index) / lanes);
  const count = Math.floor((runs * (index + 1)) / lanes) - from;
  if (count === 0) return 0;
  const plan = ['--seed', seed + from, '--runs', count, '--commands', commands].map(String);
  const child = spawn(process.execPath, ['test/dist/property/program.js', ...plan], { stdio: 'inherit' });
  return once(child, 'exit').then(([code]) => code ?? 1);
}

const codes = await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
