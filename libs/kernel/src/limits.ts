/** The limits of the design (section 2, "Limits with names"); every adapter and every edge uses these. */
export const limits = {
  instancesInDataSetMax: 100_000,
  xmlBytesMax: 512 * 1024,
  appendBytesMax: 1_000_000,
  hierarchyDepthMax: 64,
  nameLengthMax: 255,
  reasonLengthMax: 1_000,
  statusLengthMax: 64,
  accessRowsMax: 10_000,
  rememberedCommandsMax: 10_000,
} as const;

/** A named limit was reached; `limit` is its name, `max` what it allows. Loud on purpose (style, habit 6). */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';

  constructor(
    readonly limit: string,
    readonly max: number,
    readonly actual?: number,
  ) {
    super(`limit reached: ${limit}, at most ${String(max)}${actual === undefined ? '' : `, got ${String(actual)}`}`);
  }
}

/** The end of a switch over a union: a new member breaks the build here, and a value from outside is loud. */
export function unreachable(value: never): never {
  throw new TypeError(`not a known case: ${JSON.stringify(value)}`);
}
