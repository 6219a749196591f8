import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { featured } from './book/stories.js';
import { DemoFailed } from './demo-failed.js';

export interface Options {
  readonly policyCount: number;
  readonly seed: number;
  /** End after printing the queries, instead of serving until Ctrl-C. */
  readonly once: boolean;
  /** Undefined: start a server of our own on `ownFolder`. */
  readonly server: RunningServer | undefined;
  readonly ownFolder: string;
}

/** A server that is there, and how to become its owner. */
export interface RunningServer {
  readonly url: string;
  /** Where a server on this machine keeps owner.json. */
  readonly dataFolder: string;
  readonly token: string | undefined;
  readonly serverOwnerWorkspaceId: string | undefined;
}

/** Fewer would leave a query that the demo prints with nothing to show. */
const policyCountMin = Math.max(...Object.values(featured));
const policyCountMax = 100_000;
const seedMax = 999_999_999;

export const usage = `npm run demo -- [--policies 1000] [--seed 1] [--data ./demo-data] [--once]

  --policies  how many policies, from ${String(policyCountMin)} to ${String(policyCountMax)}
  --seed      another seed is another book, in a workspace of its own
  --data      the folder of the server that the demo starts
  --once      end when the book is saved, instead of serving until Ctrl-C

DATAKEEP_URL asks a running server instead. Its token and its Server Owner workspace are read from owner.json in DATAKEEP_DATA
(./data), unless DATAKEEP_TOKEN and DATAKEEP_SERVER_OWNER say them.
`;

/** Reads arguments and environment; throws DemoFailed with code 2 that says what would be right. */
export function readOptions(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Options {
  const values = valuesOf(args);
  const url = environment['DATAKEEP_URL'];
  return {
    policyCount: numberOf('--policies', values.policies, { min: policyCountMin, max: policyCountMax }),
    seed: numberOf('--seed', values.seed, { min: 0, max: seedMax }),
    once: values.once,
    ownFolder: resolve(values.data),
    server:
      url === undefined
        ? undefined
        : {
            url: addressOf(url),
            dataFolder: resolve(environment['DATAKEEP_DATA'] ?? './data'),
            token: environment['DATAKEEP_TOKEN'],
            serverOwnerWorkspaceId: environment['DATAKEEP_SERVER_OWNER'],
          },
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        policies: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
        data: { type: 'string', default: './demo-data' },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    // What parseArgs says after its first sentence is how to pass a file of that name.
    throw new DemoFailed(`${(cause as Error).message.split(/[.]\s|\n/)[0] ?? ''}; --help shows what there is`, 2);
  }
}

function numberOf(name: string, text: string, { min, max }: { readonly min: number; readonly max: number }): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new DemoFailed(`${name} takes a whole number from ${String(min)} to ${String(max)}, not "${text}"`, 2);
}

function addressOf(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text.replace(/\/+$/, '');
  throw new DemoFailed(`DATAKEEP_URL is "${text}"; it must be an address such as http://127.0.0.1:8080`, 2);
}
