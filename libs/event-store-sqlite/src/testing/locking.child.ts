import { lockFolder } from '../folder-lock.js';

// Takes a lock that it does not keep, lets the collector look for it, says so, and stays until it is killed.
lockFolder(process.argv[2]!);
for (let round = 0; round < 5; round += 1) globalThis.gc?.();
process.stdout.write(globalThis.gc === undefined ? 'there is no gc\n' : 'held\n');
process.stdin.resume();
