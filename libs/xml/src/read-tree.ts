import { attributeValue } from './references.js';
import { Scope } from './scope.js';
import type { XmlTreeAttribute, XmlTreeDocument, XmlTreeElement, XmlTreeNode, XmlTreeParent } from './tree.js';

const tagName = /<([^\t\n\r />]+)/y;
const attribute = /([\t\n\r ]+([^\t\n\r =/>]+)[\t\n\r ]*=[\t\n\r ]*)("[^"]*"|'[^']*')/y;
const tagEnd = /([\t\n\r ]*)(\/?)>/y;

/**
 * The document as a tree that is written again character by character. Only for a text that `checkXml` accepted: then each `<`
 * opens a tag, a comment, a CDATA section or a processing instruction, every tag is closed, and depth is bounded.
 */
export function readTree(text: string): XmlTreeDocument {
  const document: XmlTreeDocument = { kind: 'document', scope: Scope.outermost, depth: 0, attributes: [], children: [] };
  document.children = readNodes(text, document);
  return document;
}

/** The nodes that `text` holds, as they are below `parent`, whose own children are not changed. The same condition holds. */
export function readNodes(text: string, parent: XmlTreeParent): XmlTreeNode[] {
  const nodes: XmlTreeNode[] = [];
  let open: XmlTreeParent = parent;
  let into = nodes;
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('</', at)) {
      const end = after(text, at, '>');
      if (open.kind === 'document' || open === parent) throw new TypeError('an end tag without a start tag');
      open.endTag = text.slice(at, end);
      open = open.parent;
      into = open === parent ? nodes : open.children;
      at = end;
    } else if (text.startsWith('<!--', at) || text.startsWith('<?', at)) {
      const end = after(text, at, text.startsWith('<?', at) ? '?>' : '-->');
      into.push({ kind: 'misc', raw: text.slice(at, end) });
      at = end;
    } else if (text[at] !== '<' || text.startsWith('<![CDATA[', at)) {
      const end = textEnd(text, at);
      into.push({ kind: open.kind === 'document' ? 'misc' : 'text', raw: text.slice(at, end) });
      at = end;
    } else {
      const tag = readStartTag(text, at, open);
      into.push(tag.element);
      if (!tag.empty) {
        open = tag.element;
        into = open.children;
      }
      at = tag.end;
    }
  }
  if (open !== parent) throw new TypeError('a start tag without an end tag');
  return nodes;
}

function readStartTag(text: string, at: number, parent: XmlTreeParent): { element: XmlTreeElement; empty: boolean; end: number } {
  const name = matchAt(tagName, text, at)?.[1] ?? '';
  const written: { before: string; name: string; quoted: string }[] = [];
  let end = at + 1 + name.length;
  for (let match = matchAt(attribute, text, end); match !== null; match = matchAt(attribute, text, end)) {
    written.push({ before: match[1] ?? '', name: match[2] ?? '', quoted: match[3] ?? '' });
    end += match[0].length;
  }
  const close = matchAt(tagEnd, text, end);
  if (name === '' || close === null) throw new TypeError('a start tag that cannot be read');

  const declared = written.flatMap((a): [string, string][] => {
    const prefix = declaredPrefix(a.name);
    return prefix === undefined ? [] : [[prefix, attributeValue(a.quoted.slice(1, -1))]];
  });
  const scope = declared.length === 0 ? parent.scope : new Scope(parent.scope, declared);
  const [prefix, local] = splitName(name);
  const element: XmlTreeElement = {
    kind: 'element',
    name,
    local,
    namespace: scope.uriOf(prefix) ?? '',
    scope,
    depth: parent.depth + 1,
    parent,
    attributes: written.map((a) => attributeOf(a, scope)),
    children: [],
    space: close[1] ?? '',
    endTag: '',
  };
  return { element, empty: close[2] === '/', end: end + close[0].length };
}

function attributeOf(written: { before: string; name: string; quoted: string }, scope: Scope): XmlTreeAttribute {
  const [prefix, local] = splitName(written.name);
  // An unprefixed attribute is in no namespace, whatever the default one is.
  const namespace = prefix === '' ? '' : (scope.uriOf(prefix) ?? '');
  return { kind: 'attribute', local, namespace, declares: declaredPrefix(written.name), ...written };
}

function declaredPrefix(name: string): string | undefined {
  if (name === 'xmlns') return '';
  return name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : undefined;
}

function splitName(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** Where the text from `at` on ends: at the next markup that is no CDATA section. */
function textEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    if (text.startsWith('<![CDATA[', end)) end = after(text, end, ']]>');
    const next = text.indexOf('<', end);
    if (next === -1) return text.length;
    if (!text.startsWith('<![CDATA[', next)) return next;
    end = next;
  }
}

function after(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new TypeError(`markup without its ${mark}`);
  return at + mark.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
