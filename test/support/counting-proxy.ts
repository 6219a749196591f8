import { createServer, request as send, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Stands between a client and a server; after so many answers it says so and lets no further one through. */
export interface CountingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Forwards every request, and the first `answersMax` answers. What the server answers after that is lost, and `lost` is called
 * for the first of those: the server did what the client never hears of.
 */
export async function startCountingProxy(target: string, answersMax: number, lost: () => void): Promise<CountingProxy> {
  let answers = 0;
  const server: Server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = send(`${target}${incoming.url ?? ''}`, { method: method ?? 'GET', headers }, (answer) => {
      answers += 1;
      if (answers === answersMax + 1) lost();
      if (answers > answersMax) return void answer.resume();
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    // The client is killed in the middle: its half of a request breaks off.
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${String(port)}`, close };
}
