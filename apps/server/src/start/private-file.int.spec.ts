import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolders } from '../test-support.js';
import { readIfThere, writePrivateFile } from './private-file.js';

const newFolder = temporaryFolders();

describe('a private file', () => {
  it('can be read by its owner alone', () => {
    const path = join(newFolder(), 'secret');
    writePrivateFile(path, Buffer.from('first'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is replaced whole, and leaves nothing beside it', () => {
    const folder = newFolder();
    const path = join(folder, 'secret');
    writePrivateFile(path, Buffer.from('a longer first one'));
    writePrivateFile(path, Buffer.from('second'));
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  it('is private too where a start that was killed left its draft open to others', () => {
    const path = join(newFolder(), 'secret');
    writeFileSync(`${path}.tmp`, 'half of it, and longer than what follows', { mode: 0o644 });
    writePrivateFile(path, Buffer.from('whole'));
    expect(readFileSync(path, 'utf8')).toBe('whole');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('a file that may be there', () => {
  it('is its bytes or nothing', () => {
    const folder = newFolder();
    writePrivateFile(join(folder, 'there'), Buffer.from('bytes'));
    expect(readIfThere(join(folder, 'there'))?.toString()).toBe('bytes');
    expect(readIfThere(join(folder, 'absent'))).toBeUndefined();
  });

  it('is a fault when it is there and cannot be read', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'folder'));
    expect(() => readIfThere(join(folder, 'folder'))).toThrow('EISDIR');
  });
});
