import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderInUse, lockFolder } from './folder-lock.js';
import { startChild } from './testing/child-process.js';
import { temporaryFolder } from './testing/temporary-folder.js';

describe('the lock of a folder', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it('refuses whoever comes second in the same process, and names the holder', () => {
    const lock = lockFolder(temporary.folder);

    expect(attempt(temporary.folder)).toMatchObject({ name: 'FolderInUse', pid: process.pid, folder: temporary.folder });
    // The refused attempt has closed the file, which must not have let the lock go.
    expect(attempt(temporary.folder)).toBeInstanceOf(FolderInUse);
    lock.release();
  });

  it('is free once it is released, and a second release lets no other holder go', () => {
    const lock = lockFolder(temporary.folder);
    lock.release();
    const next = lockFolder(temporary.folder);
    lock.release();

    expect(attempt(temporary.folder)).toMatchObject({ name: 'FolderInUse', pid: process.pid });
    next.release();
  });

  it('is held against other processes after garbage was collected, and free when its holder is killed', async () => {
    const holder = startChild('locking.child.js', [temporary.folder]);
    await holder.wrote(1);
    expect(holder.lines).toEqual(['held']);
    expect(attempt(temporary.folder)).toMatchObject({ name: 'FolderInUse', pid: holder.pid });

    await holder.kill();

    const lock = lockFolder(temporary.folder);
    expect(attempt(temporary.folder)).toMatchObject({ name: 'FolderInUse', pid: process.pid });
    lock.release();
  });

  it('refuses another process while this one holds it', async () => {
    const lock = lockFolder(temporary.folder);
    const other = startChild('trying.child.js', [temporary.folder]);
    await other.wrote(1);
    await other.kill();

    expect(other.lines).toEqual([`FolderInUse ${String(process.pid)}`]);
    lock.release();
  });
});

function attempt(folder: string): unknown {
  try {
    return lockFolder(folder);
  } catch (error) {
    return error;
  }
}
