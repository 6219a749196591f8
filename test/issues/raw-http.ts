import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a server wrote to a socket as one answer. */
export interface RawAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A socket to a server, for requests that no client would send. */
export class RawConnection {
  private received = '';

  private constructor(
    readonly socket: Socket,
    /** Resolves when the server has ended its side. */
    readonly ended: Promise<void>,
  ) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    // A reset ends it as well; what came before counts.
    socket.on('error', () => undefined);
  }

  static async to(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const ended = new Promise<void>((resolve) => {
      socket.once('end', resolve).once('close', () => {
        resolve();
      });
    });
    const connection = new RawConnection(socket, ended);
    await once(socket, 'connect');
    return connection;
  }

  /** Sends a head of these lines, and what there is of a body. */
  send(head: readonly string[], body: string | Uint8Array = '', encoding: 'utf8' | 'latin1' = 'utf8'): void {
    this.socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, encoding), Buffer.from(body)]));
  }

  /** Resolves when the server has written this text; throws when it ended before. */
  async until(text: string): Promise<void> {
    const over = this.ended.then(() => {
      throw new Error(`the server ended before it wrote ${text}: ${this.received}`);
    });
    while (!this.received.includes(text)) await Promise.race([once(this.socket, 'data'), over]);
    over.catch(() => undefined);
  }

  /** The one answer that was written until the server ended its side. */
  async answer(): Promise<RawAnswer> {
    await this.ended;
    const [head = '', body = ''] = this.received.split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const headers = lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    });
    return { status: Number(first.split(' ')[1]), headers: new Map(headers), body };
  }

  close(): void {
    this.socket.destroy();
  }
}
