import 'reflect-metadata';
import { inspect } from 'node:util';
import { readConfig, StartRefused } from './config.js';
import { startServer } from './start/start-server.js';

const log = (line: string): void => {
  console.error(`datakeep: ${line}`);
};

// What the stores make is for the owner of the process alone.
process.umask(0o077);

try {
  const server = await startServer(readConfig(process.env), log);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(server.greeting);
  await server.died;
} catch (fault) {
  log(fault instanceof StartRefused ? fault.message : inspect(fault));
  process.exit(1);
}
