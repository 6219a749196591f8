import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { diag } from 'libxml2-wasm';
import { checkXml, xmlText } from './index.js';
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
