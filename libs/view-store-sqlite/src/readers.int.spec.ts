import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Connection } from './connection.js';
import { Readers } from './readers.js';

describe('the readers that a connection remembers', () => {
  let folder: string;
  let connection: Connection;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datakeep-views-'));
    connection = Connection.open(join(folder, 'views.sqlite'), 'write', []);
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  function remembered(): unknown {
    const found = connection.prepare('SELECT count(*) AS rows, min(principal) AS first FROM temp.readers').get();
    return { ...(found as object) };
  }

  it('are bounded: who was away longest is forgotten, with all his principals', () => {
    const readers = new Readers(connection);
    const register = (nth: number) => readers.numberOf(String(nth), new Set([`a${String(nth)}`, `b${String(nth)}`]));
    const numbers = Array.from({ length: 1_000 }, (_, nth) => register(nth));
    expect(register(0)).toBe(numbers[0]);
    expect(new Set([...numbers, register(1_000)]).size).toBe(1_001);
    expect(remembered()).toEqual({ rows: 2_000, first: 'a0' });
    expect(numbers).not.toContain(register(1));
    expect(register(0)).toBe(numbers[0]);
  });
});
