/**
 * Works on all items, at most `width` at a time, in their order. Rejects with the first fault, and takes no further item then;
 * what is under way is waited for.
 */
export async function inParallel<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const faults: unknown[] = [];
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    while (faults.length === 0) {
      const next = iterator.next();
      if (next.done === true) return;
      await work(next.value).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (faults.length > 0) throw faults[0];
}
