import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
}

/**
 * One keep-alive connection that sends bytes made beforehand and looks at status and length of an answer alone, so that
 * the load takes as little as it can of the cores it shares with what it measures.
 */
export class RawClient {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #waiting: { readonly resolve: (answer: RawAnswer) => void; readonly reject: (error: Error) => void } | undefined;

  constructor({ host, port }: { readonly host: string; readonly port: number }) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')));
  }

  /** Sends one request; the next one may only follow its answer. */
  ask(request: Buffer): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#pending.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    if (Number.isNaN(length)) {
      this.#waiting?.reject(new Error(`an answer without a length: ${head}`));
      return;
    }
    if (this.#pending.length < end + 4 + length) return;
    this.#pending = Buffer.alloc(0);
    this.#waiting?.resolve({ status: Number(head.slice(9, 12)) });
  }
}
