import { FolderInUse, lockFolder } from '../folder-lock.js';

// Tries to take a folder that somebody else has, and says what came of it.
try {
  lockFolder(process.argv[2]!);
  process.stdout.write('taken\n');
} catch (error) {
  process.stdout.write(error instanceof FolderInUse ? `FolderInUse ${String(error.pid)}\n` : `${String(error)}\n`);
}
