import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DemoFailed } from './demo-failed.js';
import { readOptions } from './options.js';

/** What a refusal says, and the exit code that it asks for. */
function refusalOf(args: readonly string[], environment = {}): readonly [string, number] {
  try {
    readOptions(args, environment);
  } catch (fault) {
    if (fault instanceof DemoFailed) return [fault.message, fault.exitCode];
    throw fault;
  }
  throw new Error('it was accepted');
}

describe('the arguments', () => {
  it('may be left out: 1,000 policies of seed 1, on a server and a folder of the demo’s own', () => {
    // The folder of the owner's own records is none of the demo's.
    expect(readOptions([], { DATAKEEP_DATA: '/records' })).toEqual({
      policyCount: 1_000,
      seed: 1,
      once: false,
      ownFolder: resolve('demo-data'),
      server: undefined,
    });
  });

  it('say how many policies of which seed, where, and whether to end', () => {
    const options = readOptions(['--policies', '20', '--seed=7', '--data', '/tmp/x', '--once'], {});
    expect(options).toMatchObject({ policyCount: 20, seed: 7, ownFolder: '/tmp/x', once: true });
  });

  it.each([
    [['--policies', '5'], '--policies takes a whole number from 6 to 100000, not "5"'],
    [['--policies', '1e3'], '--policies takes a whole number from 6 to 100000, not "1e3"'],
    [['--policies', '100001'], '--policies takes a whole number from 6 to 100000, not "100001"'],
    [['--seed', '-1'], "Option '--seed' argument is ambiguous"],
    [['--seed', 'x'], '--seed takes a whole number from 0 to 999999999, not "x"'],
    [['--polices', '6'], "Unknown option '--polices'"],
    [['6'], "Unexpected argument '6'"],
  ])('%j are refused with one line and exit code 2', (args, line) => {
    const [message, exitCode] = refusalOf(args);
    expect(message).toContain(line);
    expect([exitCode, message.split('\n').length]).toEqual([2, 1]);
  });
});

describe('the environment', () => {
  it('names a running server, and where its owner is found', () => {
    const { server } = readOptions([], { DATAKEEP_URL: 'http://localhost:8080/' });
    expect(server).toEqual({
      url: 'http://localhost:8080',
      dataFolder: resolve('data'),
      token: undefined,
      serverOwnerWorkspaceId: undefined,
    });
  });

  it('may say the owner itself', () => {
    const environment = { DATAKEEP_URL: 'https://d.example', DATAKEEP_TOKEN: 'dk_1', DATAKEEP_SERVER_OWNER: 'id' };
    expect(readOptions([], environment).server).toMatchObject({ token: 'dk_1', serverOwnerWorkspaceId: 'id' });
  });

  it.each(['', 'localhost:8080', 'ftp://x', 'http//x'])('is refused with the address %j', (url) => {
    expect(refusalOf([], { DATAKEEP_URL: url })).toEqual([expect.stringContaining(`DATAKEEP_URL is "${url}"`), 2]);
  });
});
