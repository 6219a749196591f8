import { XMLParser } from 'fast-xml-parser';
import { attributeValue, textValue } from './references.js';
import { xmlText } from './xml-text.js';
import { xmlDepthMax } from './xml-verdict.js';

const unreadAndCdata = /<!--[\s\S]*?-->|(<!\[CDATA\[[\s\S]*?\]\]>)|<\?[\s\S]*?\?>/g;
const nothingButSpace = /^[ \t\r\n]*$/;
// No XML name can begin with it, so the parser's list of forbidden names never applies, and a text is never an element.
const elementMark = '<';

/** Only a tokenizer here: order is kept, nothing is decoded, trimmed or guessed. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  cdataPropName: '#cdata',
  trimValues: false,
  parseTagValue: false,
  processEntities: false,
  jPath: false,
  maxNestedTags: xmlDepthMax,
  // It is called a second time for an empty-element tag.
  transformTagName: (name) => (name.startsWith(elementMark) ? name : elementMark + name),
});

/** One node as the parser gives it: a text, a CDATA section, or an element with its attributes under `:@`. */
type ParsedNode = Readonly<Record<string, unknown>> & { readonly ':@'?: Readonly<Record<string, string>> };

/**
 * The JSON representation of a stored document (http.md, "Conventions", `content`), by fast-xml-parser: an object with the root's
 * name as its only member. An element is an object of its attributes (`@name`), its text (`#text`) and its children, those of
 * one name as an array when there are several; only text makes it a string, nothing at all makes it ''. Names are as they are written,
 * prefixes and declarations of namespaces included; values are strings, decoded as XML 1.0 says, CDATA as text. White space between
 * elements, comments and processing instructions are left out.
 * Only for bytes that `checkXml` accepted; throws for others.
 */
export function xmlContent(xml: Uint8Array): unknown {
  // The parser takes quotes in processing instructions for those of attributes, and reads on behind them.
  const text = xmlText(xml).replace(unreadAndCdata, (_, cdata?: string) => cdata ?? '');
  return contentOf(parser.parse(text) as ParsedNode[], {});
}

function contentOf(nodes: readonly ParsedNode[], attributes: Readonly<Record<string, string>>): unknown {
  const members = new Map<string, unknown>();
  for (const [name, raw] of Object.entries(attributes)) members.set(name, attributeValue(raw));
  const text = textOf(nodes);
  if (text !== '') members.set('#text', text);
  for (const [name, contents] of childrenOf(nodes)) members.set(name, contents.length === 1 ? contents[0] : contents);
  if (members.size === 0) return '';
  if (members.size === 1 && text !== '') return text;
  // Own members whatever their names: an assignment to `__proto__` would set the prototype.
  return Object.fromEntries(members);
}

function childrenOf(nodes: readonly ParsedNode[]): Map<string, unknown[]> {
  const children = new Map<string, unknown[]>();
  for (const node of nodes) {
    const name = Object.keys(node).find((key) => key.startsWith(elementMark));
    if (name === undefined) continue;
    const content = contentOf(node[name] as ParsedNode[], node[':@'] ?? {});
    const alike = children.get(name.slice(elementMark.length));
    if (alike === undefined) children.set(name.slice(elementMark.length), [content]);
    else alike.push(content);
  }
  return children;
}

/** The text of an element; beside child elements, what is white space only between two of them is layout. */
function textOf(nodes: readonly ParsedNode[]): string {
  let text = '';
  let run = '';
  let hasChildren = false;
  for (const node of nodes) {
    if ('#cdata' in node) run += (node['#cdata'] as ParsedNode[]).map((each) => String(each['#text'])).join('');
    else if ('#text' in node) run += textValue(String(node['#text']));
    else {
      hasChildren = true;
      text += withoutLayout(run);
      run = '';
    }
  }
  return text + (hasChildren ? withoutLayout(run) : run);
}

function withoutLayout(run: string): string {
  return nothingButSpace.test(run) ? '' : run;
}
