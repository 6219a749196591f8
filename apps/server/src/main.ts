import 'reflect-metadata';
import { readConfig, StartRefused } from './config.js';
import { startServer } from './start/start-server.js';

const log = (line: string): void => {
  console.error(`datakeep: ${line}`);
};

try {
  const server = await startServer(readConfig(process.env), log);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(server.greeting);
  await server.died.catch((fault: unknown) => {
    throw fault;
  });
} catch (fault) {
  log(fault instanceof StartRefused ? fault.message : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  process.exit(1);
}
