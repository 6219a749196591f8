const dayMs = 86_400_000;

/** The day of a year, counted from 0, as `2026-06-14`. */
export function dayOfYear(year: number, day: number): string {
  return isoDate(Date.UTC(year, 0, 1) + day * dayMs);
}

/** So many days later; days may be negative. */
export function daysAfter(date: string, days: number): string {
  return isoDate(Date.parse(date) + days * dayMs);
}

/** The same day of the year after. The book has no 29 February: neither 2025 nor 2026 is a leap year. */
export function yearAfter(date: string): string {
  return `${String(Number(date.slice(0, 4)) + 1)}${date.slice(4)}`;
}

function isoDate(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
