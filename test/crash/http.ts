import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Ask {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One client of one server. Rejects when the server goes away before the last byte of its answer. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true });

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  ask({ method = 'GET', path, headers = {}, body }: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers: { authorization: `Bearer ${this.token}`, ...headers } };
      const sent = request(`${this.url}${path}`, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The body of a 200 as JSON; throws with the whole answer for anything else. */
  async json<Body>(path: string): Promise<Body> {
    const { status, bytes } = await this.ask({ path, headers: { accept: 'application/json' } });
    if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${bytes.toString('utf8')}`);
    return JSON.parse(bytes.toString('utf8')) as Body;
  }

  close(): void {
    this.#agent.destroy();
  }
}
