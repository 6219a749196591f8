import createClient, { type Client } from 'openapi-fetch';
import { retrying } from './retrying.js';
import type { paths } from './schema.js';

/** Every operation of `/v1`, typed: `client.POST('/v1/workspaces/{workspaceId}/commands/save-instance', { params, body })`. */
export type DatakeepClient = Client<paths, 'application/json' | 'application/problem+json'>;

export interface DatakeepClientOptions {
  /** Where the server is, such as `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** A token of the repository; undefined sends none. */
  readonly token: string | undefined;
  /** How often a request is sent again after a failed connection, a 429 or a 503; 3 when left out. */
  readonly retriesMax?: number;
  /** What carries a request to its answer; the global `fetch` when left out. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** For the options of one call: an instance as it was saved, or a data set, as the text of its XML. */
export const asXml = { parseAs: 'text', headers: { Accept: 'application/xml' } } as const;

const retriesMaxDefault = 3;

/**
 * A client of one repository as one person. Each call gives `{ data, response }`, or `{ error, response }` where the server
 * answers a problem; `error.type` tells problems and their fields apart. Nothing but a failed connection is thrown; `dataOf`
 * is for who would rather have problems thrown.
 *
 * Answers are JSON unless `asXml` is spread into the options. The body of a PUT is XML, as text or bytes. Every command gets
 * an `Idempotency-Key` unless it has one, so that it is done once however often it is sent.
 */
export function datakeepClient(options: DatakeepClientOptions): DatakeepClient {
  const {
    baseUrl,
    token,
    retriesMax = retriesMaxDefault,
    fetch: send = (request: Request) => globalThis.fetch(request),
  } = options;
  const client: DatakeepClient = createClient({
    baseUrl,
    headers: { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    fetch: retrying(send, { retriesMax }),
    bodySerializer: (body: unknown) => (typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)),
  });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      const { headers, method } = request;
      if (method === 'PUT') headers.set('Content-Type', 'application/xml');
      const isCommand = method === 'PUT' || schemaPath.includes('/commands/');
      if (isCommand && !headers.has('Idempotency-Key')) headers.set('Idempotency-Key', crypto.randomUUID());
    },
  });
  return client;
}
