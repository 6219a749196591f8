import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlAttribute, XmlElement, XmlText, type XmlDocument, type XmlNode } from 'libxml2-wasm';
import { checkXml, patchXml, type XmlChange } from './index.js';
import { canonical, realDocuments, smallDocuments, smallPaths, utf8, withLibxml2 } from './test-support.js';

const mark = 'THIS-IS-THE-PLACE';
const fragment = '<z i="0">new</z>';

/** Does the change in libxml2's own tree, and gives the canonical form of what that makes; undefined when it cannot be done. */
function changedByLibxml2(bytes: Uint8Array, change: XmlChange): string | undefined {
  return withLibxml2(bytes, (document) => {
    const nodes = document.find(change.xpath);
    if (nodes.length === 0 || ('remove' in change && nodes.some((node) => isRoot(node, document)))) return undefined;
    // From the last to the first, because a node is freed together with the one around it.
    for (const node of nodes.reverse()) changeNode(node, change);
    return document.canonicalizeToString({ withComments: true }).replaceAll(`<${mark}></${mark}>`, fragment);
  });
}

function changeNode(node: XmlNode, change: XmlChange): void {
  if ('remove' in change) node.remove();
  else if ('append' in change && node instanceof XmlElement) node.addElement(mark);
  else if ('replace' in change && node instanceof XmlElement) {
    node.appendElement(mark);
    node.remove();
  } else if ('replace' in change && node instanceof XmlAttribute) node.value = change.replace;
  else if ('replace' in change && node instanceof XmlText) node.content = change.replace;
}

function isRoot(node: XmlNode, document: XmlDocument): boolean {
  return node instanceof XmlElement && node.isSameNode(document.root);
}

/** The change of that kind that fits what the path selects. */
function changeOf(xpath: string, kind: 'replace' | 'append' | 'remove'): XmlChange {
  const ofElements = !/(?:@\w+|text\(\)(?:\[[^\]]*\])?)$/.test(xpath);
  if (kind === 'remove' || (kind === 'append' && !ofElements)) return { xpath, remove: true };
  if (kind === 'append') return { xpath, append: fragment };
  return { xpath, replace: ofElements ? fragment : 'another' };
}

const kinds = fc.constantFrom('replace', 'append', 'remove');
const changes = fc.tuple(smallPaths, kinds).map(([xpath, kind]) => changeOf(xpath, kind));

it('a change does what libxml2’s own tree does under it, and the rest keeps its canonical form', () => {
  let done = 0;
  fc.assert(
    fc.property(smallDocuments, changes, (text, change) => {
      // libxml2 would put the mark beside the root.
      fc.pre(!('replace' in change && change.replace === fragment && /^\/\/?(?:\*|\w)(?:\[[^\]]*\])*$/.test(change.xpath)));
      const expected = changedByLibxml2(utf8(text), change);
      const verdict = patchXml(utf8(text), [change]);
      expect(verdict.ok).toBe(expected !== undefined);
      if (!verdict.ok) return;
      done += 1;
      expect(canonical(verdict.bytes)).toBe(expected);
    }),
    { numRuns: 4_000 },
  );
  expect(done).toBeGreaterThan(200);
});

it('many changes at once are the same as one after another', () => {
  fc.assert(
    fc.property(smallDocuments, fc.array(changes, { minLength: 2, maxLength: 8 }), (text, all) => {
      let bytes = utf8(text);
      const done = all.filter((change) => {
        const verdict = patchXml(bytes, [change]);
        if (verdict.ok) bytes = verdict.bytes;
        return verdict.ok;
      });
      expect(patchXml(utf8(text), done)).toEqual({ ok: true, bytes });
    }),
    { numRuns: 2_000 },
  );
});

it('in real documents any place can be changed, and the rest keeps its canonical form', () => {
  const documents = realDocuments().filter(({ bytes }) => bytes.length < 20_000);
  if (documents.length === 0) return;
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.option(fc.constantFrom('/@*', '/text()'), { nil: '' }),
      kinds,
      ({ bytes }, turns, last, kind) => {
        const change = changeOf(pathInto(bytes, turns, last), kind);
        const expected = changedByLibxml2(bytes, change);
        const verdict = patchXml(bytes, [change]);
        expect([change, verdict.ok]).toEqual([change, expected !== undefined]);
        if (!verdict.ok) return;
        expect(checkXml(verdict.bytes).ok).toBe(true);
        // The fragment is in the default namespace of the place; libxml2's mark stands in none, so none is written.
        expect(canonical(verdict.bytes).replaceAll(' xmlns=""', '')).toBe(expected?.replaceAll(' xmlns=""', ''));
      },
    ),
    { numRuns: 1_000 },
  );
});

/** A path into the document that takes these turns, as far as it goes; an attribute by its name. */
function pathInto(bytes: Uint8Array, turns: readonly number[], last: string): string {
  return withLibxml2(bytes, (document) => {
    let element = document.root;
    let path = '/*';
    for (const turn of turns) {
      const children = element.find('*').filter((node) => node instanceof XmlElement);
      const n = Math.floor(turn * children.length);
      const child = children[n];
      if (child === undefined) break;
      element = child;
      path += `/*[${String(n + 1)}]`;
    }
    // The root itself is for the other tests.
    if (path === '/*') return '/*/*[1]';
    const attribute = element.attrs.find(({ prefix }) => prefix === '');
    if (last === '/@*') return attribute === undefined ? path : `${path}/@${attribute.name}`;
    return path + (element.get('text()') === null ? '' : last);
  });
}
