import { expect, it } from '@jest/globals';
import { checkXml } from './index.js';
import { realDocuments } from './test-support.js';

it('accepts every real document of the test data', () => {
  const documents = realDocuments();
  process.stdout.write(`real documents met: ${String(documents.length)}\n`);
  const refusals = documents.map(({ file, bytes }) => ({ file, verdict: checkXml(bytes) })).filter(({ verdict }) => !verdict.ok);
  expect(refusals).toEqual([]);
});
