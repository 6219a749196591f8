import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { nameText } from '@datakeep/contract';
import { coverage, expectInvalid, newId, startTestServer, xmlOf } from '../support/index.js';

const marks = '\u0301'.repeat(400_000);
const tooLong = 'must have at most 255 characters';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a name of 400,000 combining marks', () => {
  it('is refused for its length before anything is brought into NFC, which takes quadratic time', () => {
    const normalize = jest.spyOn(String.prototype, 'normalize');
    const refused = nameText.safeParse(marks);
    const normalizedTimes = normalize.mock.calls.length;
    const taken = nameText.safeParse('Cafe\u0301');
    expect(refused.error?.issues.map(({ message }) => message)).toEqual([tooLong]);
    expect(normalizedTimes).toBe(0);
    expect([taken.data, normalize.mock.calls.length]).toEqual(['Café', 1]);
  });

  it('is 400 invalid-request where it names an instance, a workspace and a restored root', async () => {
    const server = await startTestServer();
    const saved = await server.workspace.save({ instanceName: marks, conceptId: coverage, xml: xmlOf('1') });
    expectInvalid(saved, '/instanceName');
    expect(saved.json['errors']).toEqual([{ pointer: '/instanceName', detail: tooLong }]);
    expectInvalid(await server.serverOwner.command('create-workspace', { name: marks }), '/name');
    const restored = await server.workspace.command('restore-instance', { instanceId: newId(), instanceName: marks });
    expectInvalid(restored, '/instanceName');
    await server.close();
  });
});
