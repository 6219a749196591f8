import { XmlLibError } from 'libxml2-wasm';
import type { XmlSource } from './source.js';
import { xmlDepthMax, type XmlProblem } from './xml-verdict.js';

const detailLengthMax = 300;
const errorLevel = 2;

/** What libxml2's error says in this project's words; anything but an error of libxml2 is a fault and is thrown again. */
export function problemOf(fault: unknown, source: XmlSource): XmlProblem {
  if (!(fault instanceof XmlLibError)) throw fault;
  // Warnings come in the same list, and may come first.
  const error = fault.details.find(({ level }) => level >= errorLevel);
  const message = (error?.message ?? fault.message).trim();
  const place = { line: Math.max(1, error?.line ?? 1), column: Math.max(1, error?.col ?? 1) };

  if (message.startsWith('Unsupported encoding:')) return { kind: 'unsupported-encoding', encoding: source.label };
  // libxml2 stops at depth 257, before the gate's own count has had its turn.
  if (message.startsWith('Excessive depth')) return { kind: 'limit-exceeded', limit: 'xml-depth', max: xmlDepthMax, ...place };
  return { kind: 'not-well-formed', ...place, detail: message.slice(0, detailLengthMax) };
}
