import { describe, expect, it } from '@jest/globals';
import { InvalidRequest, invalidRequestOf } from './invalid-request.js';

describe('a request that is not valid', () => {
  it('names the place of each mistake as a JSON Pointer below its part', () => {
    const { errors } = invalidRequestOf('/query', [
      { message: 'must be a GUID', path: ['concept'] },
      { message: 'must be a text', path: ['access', 2, { key: 'id' }] },
      { message: 'must be an object' },
    ]);
    expect(errors).toEqual([
      { pointer: '/query/concept', detail: 'must be a GUID' },
      { pointer: '/query/access/2/id', detail: 'must be a text' },
      { pointer: '/query', detail: 'must be an object' },
    ]);
  });

  it('escapes ~ and / in names, the tilde first (RFC 6901, section 4)', () => {
    expect(invalidRequestOf('', [{ message: 'no', path: ['a/b', '~1'] }]).errors[0]?.pointer).toBe('/a~1b/~01');
  });

  it('names each unknown field for itself', () => {
    const issue = { message: 'Unrecognized keys', path: ['where'], keys: ['one', 'two'] };
    expect(invalidRequestOf('', [issue]).errors).toEqual([
      { pointer: '/where/one', detail: 'is not known here' },
      { pointer: '/where/two', detail: 'is not known here' },
    ]);
  });

  it('can be made of one mistake', () => {
    expect(new InvalidRequest('/headers/if-match', 'is wrong').errors).toEqual([
      { pointer: '/headers/if-match', detail: 'is wrong' },
    ]);
  });
});
