import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { diag } from 'libxml2-wasm';
import { checkXml, dataSetFragment, diffXml, patchXml, xmlContent, xmlText } from './index.js';
import { declared, example, latin1, utf8 } from './test-support.js';

const rounds = 30_000;
const growthBytesMax = 64 * 1024 * 1024;

beforeEach(() => diag.configure({ enabled: true }));
afterEach(() => diag.configure({ enabled: false }));

it('disposes every document that it parsed, whatever the verdict', () => {
  checkXml(utf8('<a/>'));
  checkXml(utf8('<a>'));
  checkXml(utf8('<a>'.repeat(201) + '</a>'.repeat(201)));
  checkXml(latin1(`${declared('GBK')}<a/>`));
  xmlText(latin1(`${declared('ISO-8859-15')}<a/>`));
  expect(diag.report()).toEqual({});
});

it('disposes what it parsed to patch, compare, embed and show a document', () => {
  const rare = latin1(`${declared('ISO-8859-15')}<a b="1">x</a>`);
  for (const append of ['<c/>', '<c>', '&d;', '<p:c/>']) patchXml(rare, [{ xpath: '/a', append }]);
  patchXml(rare, [{ xpath: '/a//b', remove: true }]);
  diffXml(rare, utf8('<b/>'));
  dataSetFragment(rare);
  xmlContent(rare);
  expect(diag.report()).toEqual({});
});

it('does not grow over 5,000 documents that are patched, compared, embedded and shown', () => {
  const policy = example('home-insurance-policy.xml');
  const rare = latin1(`${declared('ISO-8859-15')}<a b="1">x</a>`);
  const before = process.memoryUsage();
  for (let i = 0; i < 5_000; i += 1) {
    const patched = patchXml(policy, [{ xpath: '/*', append: '<c/>' }]);
    if (!patched.ok || diffXml(policy, patched.bytes).length !== 1) throw new Error('the patch changed');
    if (patchXml(policy, [{ xpath: '/*', append: '<c>' }]).ok) throw new Error('the verdict changed');
    dataSetFragment(rare);
    xmlContent(rare);
  }
  const now = process.memoryUsage();
  expect(now.rss - now.heapTotal - (before.rss - before.heapTotal)).toBeLessThan(growthBytesMax);
});

it('does not grow over 30,000 accepted and 30,000 refused documents', () => {
  const accepted = example('home-insurance-policy.xml');
  const refused = accepted.subarray(0, accepted.length - 5);
  const before = process.memoryUsage();
  for (let i = 0; i < rounds; i += 1) {
    if (!checkXml(accepted).ok || checkXml(refused).ok) throw new Error('the verdict changed');
  }
  const now = process.memoryUsage();
  // JavaScript's own heap comes and goes with its collector; what leaks here lies in WebAssembly's memory.
  expect(now.rss - now.heapTotal - (before.rss - before.heapTotal)).toBeLessThan(growthBytesMax);
});
