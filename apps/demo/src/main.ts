import { inspect } from 'node:util';
import { DemoFailed } from './demo-failed.js';
import { demo } from './demo.js';
import { readOptions, usage, type Options } from './options.js';
import { startOwnServer } from './own-server.js';
import { ownerIn, ownerOf } from './owner.js';

/** What a shell expects of a program that Ctrl-C ended in the middle. */
const interruptedCode = 130;

process.exit(await exitCodeOf(process.argv.slice(2)));

async function exitCodeOf(args: readonly string[]): Promise<number> {
  try {
    if (!args.includes('--help') && !args.includes('-h')) return await run(readOptions(args, process.env));
    process.stdout.write(usage);
    return 0;
  } catch (fault) {
    process.stderr.write(`demo: ${fault instanceof DemoFailed ? fault.message : inspect(fault)}\n`);
    return fault instanceof DemoFailed ? fault.exitCode : 1;
  }
}

async function run(options: Options): Promise<number> {
  if (options.server === undefined) return runWithOwnServer(options);
  await demo(options.server.url, ownerOf(options.server), options, process.stdout);
  return 0;
}

async function runWithOwnServer(options: Options): Promise<number> {
  const server = await startOwnServer(options.ownFolder);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const saved = demo(server.url, ownerIn(options.ownFolder), options, process.stdout);
    if ((await Promise.race([saved, interrupted, server.died])) === 'interrupted') return interruptedCode;
    if (!options.once) {
      process.stdout.write(`\nThe server goes on until Ctrl-C; its data is in ${options.ownFolder}.\n`);
      await Promise.race([interrupted, server.died]);
    }
    return 0;
  } finally {
    await server.stop();
  }
}
