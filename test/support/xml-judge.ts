import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParseOption, XmlC14NMode, XmlDocument, XmlElement, XsdValidator, type XmlNode } from 'libxml2-wasm';
import { root as projectRoot } from './folders.js';

const dk = { dk: 'urn:datakeep:data-set:1' };
// Nested instances and their fragments may be deeper than the 256 levels that libxml2 reads otherwise.
const parseOptions = { option: ParseOption.XML_PARSE_HUGE };
const canonical = { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, withComments: true };

/** One `dk:instance` of a document. */
export interface Nested {
  /** Its attributes as a parser reads them. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The id of the element that it stands in; undefined for the root. */
  readonly inside: string | undefined;
  /** The root of its fragment in canonical form (Exclusive XML Canonicalization 1.0); undefined without `dk:content`. */
  readonly fragment: string | undefined;
}

/** What libxml2 reads in a data set, in the order of the document. Throws what its schema in docs/reference says against it. */
export function readDataSet(bytes: Uint8Array): readonly Nested[] {
  return withDocument(bytes, (document) => {
    validate(document);
    return document.root.find('descendant-or-self::dk:instance', dk).map(nestedOf);
  });
}

/** The root element of a document in the form that `Nested.fragment` has. */
export function canonicalRoot(bytes: Uint8Array): string {
  return withDocument(bytes, (document) => document.root.canonicalizeToString(canonical));
}

function nestedOf(node: XmlNode): Nested {
  const element = elementOf(node);
  const content = element.get('dk:content/*', dk);
  const fragment = content === null ? undefined : elementOf(content);
  const inside = element.parent?.attr('instanceId')?.value;
  const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
  // Canonicalised in a document of its own: libxml2 visits every node of a document to canonicalise one of them.
  const text = fragment?.toString({ format: false });
  return { attributes, inside, fragment: text === undefined ? undefined : canonicalRoot(Buffer.from(text)) };
}

function elementOf(node: XmlNode): XmlElement {
  if (!(node instanceof XmlElement)) throw new TypeError('the query finds elements only');
  return node;
}

function validate(document: XmlDocument): void {
  const schema = parse(readFileSync(join(projectRoot, 'docs/reference/data-set.xsd')));
  const validator = XsdValidator.fromDoc(schema);
  try {
    validator.validate(document);
  } finally {
    validator.dispose();
    schema.dispose();
  }
}

const parse = (bytes: Uint8Array): XmlDocument => XmlDocument.fromBuffer(bytes, parseOptions);

function withDocument<Result>(bytes: Uint8Array, use: (document: XmlDocument) => Result): Result {
  const document = parse(bytes);
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}
