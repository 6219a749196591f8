import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartRefused, type Config } from '../config.js';
import { createHttpServer } from '../http/http-server.js';
import { openRepository } from '../wiring/repository.js';
import { greetingOf } from './greeting.js';

export interface RunningServer {
  readonly url: string;
  /** What a person who started it wants to read first. */
  readonly greeting: string;
  /** Rejects when a part of the server died that it cannot go on without. */
  readonly died: Promise<never>;
  close(): Promise<void>;
}

/** Opens the repository, listens, and says where. `log` takes one line for each fault. */
export async function startServer(config: Config, log: (line: string) => void): Promise<RunningServer> {
  const repository = await openRepository(config);
  try {
    const app = await createHttpServer(repository, config, log);
    await app.listen(config.port, config.host);
    const http: Server = app.getHttpServer();
    const { port } = http.address() as AddressInfo;
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${String(port)}`;
    const close = async () => {
      const impatience = setTimeout(() => {
        http.closeAllConnections();
      }, config.stopMsMax);
      await app.close();
      clearTimeout(impatience);
      await repository.close();
    };
    return { url, greeting: await greetingOf(url, config, repository), died: repository.died, close };
  } catch (error) {
    await repository.close();
    throw refusedListen(error, config) ?? error;
  }
}

function refusedListen(error: unknown, { host, port }: Config): StartRefused | undefined {
  const noAddress = `${host} is no address of this machine; set DATAKEEP_HOST to one that is`;
  const lines: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${String(port)} on ${host} is taken; set DATAKEEP_PORT to a free one`,
    EACCES: `port ${String(port)} on ${host} may not be opened by this user; set DATAKEEP_PORT to one above 1023`,
    EADDRNOTAVAIL: noAddress,
    ENOTFOUND: noAddress,
    EAI_AGAIN: noAddress,
  };
  const line = lines[(error as NodeJS.ErrnoException).code ?? ''];
  return line === undefined ? undefined : new StartRefused(line);
}
