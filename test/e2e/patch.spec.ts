import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectInvalid,
  expectProblem,
  newId,
  newRoot,
  otherUser,
  startTestServer,
  type Answer,
  type Person,
  type TestServer,
} from '../support/index.js';

let server: TestServer;
let other: Person;

beforeAll(async () => {
  server = await startTestServer();
  other = await otherUser(server);
});
afterAll(() => server.close());

const policyXml = `<?xml version="1.0" encoding="UTF-8"?>
<!-- kept -->
<policy xmlns="urn:example:1"  number='7'>
  <holder>Ada &amp; Co</holder>
  <coverage limit="100"/><coverage limit="200"/>
</policy>
`;

type Change = Readonly<Record<string, unknown>>;

const patch = (instanceId: string, changes: readonly Change[], changed: object = {}, headers = {}): Promise<Answer> =>
  server.workspace.command('patch-instance', { instanceId, changes, expectedVersion: 1, ...changed }, headers);
const newPolicy = () => newRoot(server.workspace, `Policy ${newId()}`, policyXml);
const textOf = async (id: string) => (await server.workspace.read(id)).text;

describe('a patch', () => {
  it('replaces, appends and removes in the order given, and leaves the rest as it is written', async () => {
    const id = await newPolicy();
    const answer = await patch(id, [
      { xpath: '/policy/@number', replace: '8' },
      { xpath: '/policy/holder/text()', replace: 'Grace & Co' },
      { xpath: '/policy/coverage[2]', remove: true },
      { xpath: '/policy', append: '<coverage limit="300"/>' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ instanceId: id, dataVersion: 2 });
    expect(await textOf(id)).toBe(
      policyXml
        .replace("'7'", '"8"')
        .replace('Ada &amp; Co', 'Grace &amp; Co')
        .replace('<coverage limit="200"/>', '')
        .replace('\n</policy>', '\n<coverage limit="300"/></policy>'),
    );
  });

  it('is a version of its own in the history, with its reason, and the one before stays', async () => {
    const id = await newPolicy();
    await patch(id, [{ xpath: '/policy/@number', replace: '8' }], { reason: 'Mistyped' });
    expect((await server.workspace.history(id)).items).toMatchObject([
      { dataVersion: 2, change: 'patched', reason: 'Mistyped' },
      { dataVersion: 1, change: 'created' },
    ]);
    expect((await server.workspace.version(id, 1)).text).toBe(policyXml);
  });

  it('changes nothing when one of its changes cannot be done, and says which and why', async () => {
    const id = await newPolicy();
    const good = { xpath: '/policy/@number', replace: '8' };
    expectInvalid(await patch(id, [good, { xpath: '/policy/none', remove: true }]), '/changes/1/xpath');
    expectInvalid(await patch(id, [{ xpath: '//*[count(//*) > 1]', remove: true }]), '/changes/0/xpath');
    expectInvalid(await patch(id, [good, good, { xpath: '/policy', remove: true }]), '/changes/2/remove');
    expectInvalid(await patch(id, [{ xpath: '/policy/holder', replace: '<a><b></a>' }]), '/changes/0/replace');
    expect(await textOf(id)).toBe(policyXml);
    expect((await server.workspace.history(id)).items).toHaveLength(1);
  });

  it('is refused like a save: 404 before 428 and 412, and 413 for a result that is too large', async () => {
    const id = await newPolicy();
    const change = [{ xpath: '/policy/@number', replace: '8' }];
    expectProblem(await patch(newId(), change), 404, 'not-found');
    expectProblem(await other.workspace.command('patch-instance', { instanceId: id, changes: change }), 404, 'not-found');
    expectProblem(await patch(id, change, { expectedVersion: undefined }), 428, 'version-required', { currentVersion: 1 });
    expectProblem(await patch(id, change, { expectedVersion: 2 }), 412, 'version-mismatch', { currentVersion: 1 });
    const large = [{ xpath: '/policy/holder/text()', replace: 'x'.repeat(512 * 1024) }];
    expectProblem(await patch(id, large), 413, 'limit-exceeded', { limit: 'xml-bytes' });
    expectInvalid(await patch(id, []), '/changes');
    expectInvalid(await patch(id, [{ xpath: '/policy' }]), '/changes/0');
  });

  it('takes If-Match, answers the same to its key again, and nothing else to it', async () => {
    const id = await newPolicy();
    const key = { 'idempotency-key': newId(), 'if-match': '"1"' };
    const change = [{ xpath: '/policy', append: '<once/>' }];
    const first = await patch(id, change, { expectedVersion: undefined }, key);
    const again = await patch(id, change, { expectedVersion: undefined }, key);
    expect([first.status, again.text]).toEqual([200, first.text]);
    expect((await textOf(id)).match(/<once\/>/g)).toHaveLength(1);
    expectProblem(await patch(id, [{ xpath: '/policy', append: '<x/>' }], {}, key), 422, 'idempotency-key-reused');
  });

  it('stands on the XML that is there at last, when others patch at the same time with "any"', async () => {
    const id = await newPolicy();
    const many = Array.from({ length: 16 }, (_, index) => `<n i="${String(index)}"/>`);
    const answers = await Promise.all(
      many.map((append) => patch(id, [{ xpath: '/policy', append }], { expectedVersion: 'any' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200));
    const text = await textOf(id);
    for (const element of many) expect(text).toContain(element);
  });
});
