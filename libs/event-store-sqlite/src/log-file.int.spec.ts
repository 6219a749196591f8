import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@datakeep/event-store';
import { openLogForReading, openLogForWriting, pragma } from './log-file.js';
import { readLogId } from './log-tables.js';
import { temporaryFolder } from './testing/temporary-folder.js';

describe('the file of a log', () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    temporary = temporaryFolder();
  });
  afterEach(() => {
    temporary.remove();
  });

  it('syncs every commit when it is new and when it is opened again', () => {
    for (let opening = 0; opening < 3; opening += 1) {
      const db = openLogForWriting(temporary.folder);
      expect([pragma(db, 'synchronous'), pragma(db, 'journal_mode')]).toEqual([2, 'wal']);
      db.close();
    }
  });

  it('keeps the id it was made with', () => {
    const ids = [1, 2].map(() => {
      const db = openLogForWriting(temporary.folder);
      const id = readLogId(db);
      db.close();
      return id;
    });
    expect(ids[1]).toBe(ids[0]);
  });

  it('is not read before a writer has made it', () => {
    expect(() => openLogForReading(temporary.folder)).toThrow(StoreUnavailable);
  });

  it('is neither written nor read in a format of another program version', () => {
    const db = openLogForWriting(temporary.folder);
    db.exec('UPDATE log_meta SET format_version = 2');
    db.close();

    expect(() => openLogForWriting(temporary.folder)).toThrow(/format 2/);
    expect(() => openLogForReading(temporary.folder)).toThrow(StoreUnavailable);
  });

  it('copies its write-ahead log into the file often enough that it does not grow for ever', () => {
    const db = openLogForWriting(temporary.folder);
    const busyWith = (): unknown => db.prepare('PRAGMA wal_checkpoint(NOOP)', { returnArrays: true }).get();
    db.exec('CREATE TABLE filling (bytes BLOB NOT NULL)');
    const insert = db.prepare('INSERT INTO filling VALUES (zeroblob(1000000))');
    const pagesWritten: number[] = [];
    for (let commit = 0; commit < 60; commit += 1) {
      insert.run();
      pagesWritten.push((busyWith() as [number, number, number])[1]);
    }

    // 60 MB were written; at 16 MiB and one commit the log began anew.
    expect(Math.max(...pagesWritten)).toBeLessThan(4_500);
    db.close();
  });
});
