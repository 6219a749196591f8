import fc from 'fast-check';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** The bytes of an example document of the repository. */
export function example(name: string): Uint8Array {
  return readFileSync(join(repositoryRoot, 'examples', name));
}

/** Every XML file below the test data's folder; none when the folder is absent. */
export function realDocuments(): { file: string; bytes: Uint8Array }[] {
  const folder = process.env['DATAKEEP_TEST_DATA'] ?? join(repositoryRoot, '../shared/data');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xml'));
  return files.sort().map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** One byte for each character up to U+00FF. */
export function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

export function utf16le(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le');
}

export function utf16be(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

/** An XML declaration that names `encoding`. */
export function declared(encoding: string): string {
  return `<?xml version="1.0" encoding="${encoding}"?>`;
}

export const bom = '\uFEFF';

const treeOptions = { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NOCDATA };

/** `use` the document as libxml2 has it, CDATA as text, and dispose it. */
export function withLibxml2<T>(bytes: Uint8Array, use: (document: XmlDocument) => T): T {
  const document = XmlDocument.fromBuffer(bytes, treeOptions);
  try {
    return use(document);
  } finally {
    document.dispose();
  }
}

/** The canonical form with comments (Canonical XML 1.0), by libxml2. */
export function canonical(bytes: Uint8Array): string {
  return withLibxml2(bytes, (document) => document.canonicalizeToString({ withComments: true }));
}

/** Documents without namespaces, each element with an attribute `i` that no other has, mixed with all that may stand in between. */
export const smallDocuments: fc.Arbitrary<string> = fc
  .letrec<{ element: (next: () => string) => string; content: (next: () => string) => string }>((tie) => ({
    content: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc
        .constantFrom(
          'x',
          'y &amp; z',
          ' \n',
          '<!-- c -->',
          '<?p it\'s "?>',
          '<![CDATA[<x>]]>',
          '<![CDATA[]]>]',
          '&#13;&#x41;\r\n',
        )
        .map((text) => () => text),
      tie('element'),
    ),
    element: fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.subarray(["u='x'", 'v = "x>\ty"', '\nw="&lt;"']),
        fc.constantFrom('', ' ', '\n'),
        fc.array(tie('content'), { maxLength: 5 }),
      )
      .map(([name, attributes, space, content]) => (next: () => string) => {
        const start = `<${[name, `i="${next()}"`, ...attributes].join(' ')}`;
        return content.length === 0
          ? `${start}${space}/>`
          : `${start}${space}>${content.map((each) => each(next)).join('')}</${name}${space}>`;
      }),
  }))
  .element.map((write) => {
    let count = 0;
    return `<?xml version='1.0'?>\n<!-- before -->${write(() => String((count += 1)))}\n<?after?>`;
  });

const step = fc.constantFrom('a', 'b', 'c', '*');
const predicate = fc.constantFrom(
  '[1]',
  '[ 2 ]',
  '[last()]',
  "[@u='x']",
  '[@w = "<"]',
  "[a='x']",
  "[b='' and @v='x> y']",
  "[c='y & z']",
);

/** Paths that select something here and there in `smallDocuments`. */
export const smallPaths: fc.Arbitrary<string> = fc
  .record({
    slash: fc.constantFrom('/', '//', '//'),
    steps: fc.array(
      fc.tuple(step, fc.option(predicate, { nil: '' })).map(([name, kept]) => name + kept),
      { minLength: 1, maxLength: 4 },
    ),
    last: fc.constantFrom('', '', '/@u', '/@i', '/text()', '/text()[2]', '/text()[last()]'),
  })
  .map(({ slash, steps, last }) => slash + steps.join('/') + last);
