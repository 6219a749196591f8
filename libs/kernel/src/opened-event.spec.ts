import { describe, expect, it } from '@jest/globals';
import { openEvent, sealEvent } from './index.js';
import { draftOf } from './test-support.js';

const sealed = sealEvent(draftOf(), null);
const recorded = { ...sealed, stream: 'dataset-1', revision: 7, place: 8, timeMs: 1_000 };
const withHeader = (changed: object) => ({
  ...recorded,
  header: JSON.stringify({ ...(JSON.parse(sealed.header) as object), ...changed }),
});

describe('an opened event', () => {
  it('has its place, its time and its facts', () => {
    expect(openEvent(recorded)).toMatchObject({
      type: 'InstanceSaved',
      stream: 'dataset-1',
      revision: 7,
      place: 8,
      timeMs: 1_000,
      facts: { name: 'Policy 1', status: 'Active' },
      body: Buffer.from('<policy/>'),
    });
  });

  it('has no body when it was read without', () => {
    expect(openEvent({ ...recorded, body: null }).body).toBeNull();
  });

  it('was first recorded when a copy says so, whatever the time of the store', () => {
    expect(openEvent(withHeader({ recordedOn: '2020-02-29T23:59:59.999Z' })).timeMs).toBe(Date.UTC(2020, 1, 29, 23, 59, 59, 999));
  });

  it.each([0, 2, '1', null])('is refused with the schema version %j, which this program does not know', (schemaVersion) => {
    expect(() => openEvent(withHeader({ schemaVersion }))).toThrow(RangeError);
  });

  it('is refused without a schema version', () => {
    expect(() => openEvent(withHeader({ schemaVersion: undefined }))).toThrow('event 8 has schema version undefined');
  });
});
