import type { Measured } from './subjects.js';

/** One row of the table of design section 7. */
export interface RowResult {
  readonly row: string;
  readonly target: number;
  readonly thing: readonly Measured[];
  readonly floor: readonly Measured[];
}

/** The most that the views may be behind for a row to count (design, section 7). */
const viewsBehindSecondsMax = 2;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

export function ratioOf({ thing, floor }: RowResult): number {
  return median(thing.map(rate)) / median(floor.map(rate));
}

/** The table as text: ratio beside target, then the absolute figures that it comes from. */
export function tableOf(rows: readonly RowResult[]): string {
  const head = [
    'row',
    'ratio',
    'target',
    '',
    'server/s (least to most)',
    'floor/s (least to most)',
    'p50 / p99 ms',
    'views behind',
  ];
  const lines = rows.map((row) => {
    const behind = Math.max(...row.thing.map((run) => run.viewsBehindSecondsMax));
    const counts = behind < viewsBehindSecondsMax ? (ratioOf(row) >= row.target ? 'met' : 'missed') : 'views too late';
    const latency = `${median(row.thing.map((run) => run.p50Ms)).toFixed(2)} / ${median(row.thing.map((run) => run.p99Ms)).toFixed(2)}`;
    const figures = [spread(row.thing), spread(row.floor), latency, `${behind.toFixed(2)} s`];
    return [row.row, ratioOf(row).toFixed(2), `>= ${row.target.toFixed(1)}`, counts, ...figures];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rate(run: Measured): number {
  return run.answersPerSecond;
}

function spread(runs: readonly Measured[]): string {
  const rates = runs.map(rate);
  const [middle, least, most] = [median(rates), Math.min(...rates), Math.max(...rates)].map((value) =>
    Math.round(value).toString(),
  );
  return `${middle ?? ''} (${least ?? ''} to ${most ?? ''})`;
}
