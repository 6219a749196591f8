/** What a load process is told, as JSON in its first argument. */
export interface LoadPlan {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly kind: 'new-versions' | 'creates' | 'reads';
  readonly clientsMany: number;
  readonly durationMs: number;
  /** What stands before the id in a path. */
  readonly pathPrefix: string;
  readonly conceptId: string;
  /** Instances that there are, with their newest versions; client n has number n to itself when it saves. */
  readonly instances: readonly { readonly id: string; readonly dataVersion: number }[];
  readonly xmlBytes: number;
}

/** What it prints, as JSON. */
export interface LoadResult {
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were neither 200 nor 201, by status. */
  readonly failures: Readonly<Record<string, number>>;
  /** The versions that the instances have afterwards. */
  readonly dataVersions: readonly number[];
}

/** An XML document of exactly that many bytes, another one for each number. */
export function xmlOf(number: number, bytes: number): string {
  const head = `<policy number="${String(number).padStart(12, '0')}"><holder>Example</holder><note>`;
  const tail = '</note></policy>';
  return head + 'lorem ipsum '.repeat(bytes).slice(0, bytes - head.length - tail.length) + tail;
}
