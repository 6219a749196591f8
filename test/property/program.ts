import { parseArgs } from 'node:util';
import { check } from './check.js';
import type { Tally } from './run.js';

/** One lane of `npm run test:property`: prints a finding, or how often each answer came. */
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { seed: text, runs: text, commands: text, whole: { type: 'boolean' } } });
const [seed, runs, commands] = [Number(values.seed ?? 1), Number(values.runs ?? 1), Number(values.commands ?? 100)];

const tally: Tally = new Map();
const startedMs = performance.now();
const finding = await check({ seed, runs, commands, told: values.whole === true ? 'whole' : 'small' }, tally);
const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
const answers = [...tally].sort().map(([what, count]) => `${String(count).padStart(8)}  ${what}`);
const ending =
  finding?.text ?? `the product and the model agree: seeds ${String(seed)} to ${String(seed + runs - 1)}, ${seconds} s`;
process.stdout.write(`${[...answers, ending].join('\n')}\n`);
process.exitCode = finding === undefined ? 0 : 1;
