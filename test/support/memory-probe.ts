import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program that is measured (`--expose-gc --import`), in each of its threads: collects what is garbage when the
 * test says so, because what a heap happens to keep tells nothing of what a command needs.
 */
const collecting = new BroadcastChannel('memory-probe');
collecting.unref();

function collect(): void {
  for (let times = 0; times < 2; times += 1) globalThis.gc?.();
}

if (isMainThread) {
  process.on('message', () => {
    collecting.postMessage('collect');
    collect();
    // The other threads have as long as this one took.
    setTimeout(() => process.send?.('collected'), 250);
  });
  process.channel?.unref();
} else {
  collecting.onmessage = collect;
}
