import { setImmediate } from 'node:timers/promises';
import { lockFolder } from '../folder-lock.js';

// Takes a lock that it does not keep, lets the collector look for it, says so, and stays until it is killed.
lockFolder(process.argv[2]!);
for (let round = 0; round < 5; round += 1) {
  globalThis.gc?.();
  // A collected handle closes its file in a later turn of the loop.
  await setImmediate();
}
process.stdout.write(globalThis.gc === undefined ? 'there is no gc\n' : 'held\n');
process.stdin.resume();
