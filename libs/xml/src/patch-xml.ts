import { applyChange, patchCharactersMax, patchNodesMax, type PatchBudget } from './apply-change.js';
import { readDeclaration } from './declaration.js';
import { isUtf8 } from './encoding.js';
import { readTree } from './read-tree.js';
import { writeNodes } from './tree.js';
import type { PatchVerdict, XmlChange } from './xml-change.js';
import { xmlText } from './xml-text.js';

/**
 * The document after `changes`, done in their order, each on the result of those before it (http.md, "Commands", patch-instance).
 *
 * - `xpath` selects elements, attributes or texts, at least one, in the language of `parseXmlPath`. The prefixes that the root
 *   element declares can be used, its default namespace without a prefix, and those of `namespaces`, which win.
 * - `replace`: an attribute or a text gets this text; each selected element gives way to this XML, exactly one element.
 * - `append`: this XML (elements, text, comments …) becomes the last children of each selected element.
 * - `remove`: the selected nodes go. The root element cannot.
 * - XML is read as if it stood in that place: prefixes and the default namespace that are in scope there count.
 *
 * The rest stays as it is written, character by character; the result is UTF-8 without a byte order mark, and its declaration
 * says so. The result may exceed the limits of a save: run `checkXml` on it. A patch is refused when it looks at more nodes or
 * puts in more characters than its bounds allow, which only a hostile one does.
 * Only for bytes that `checkXml` accepted; throws a TypeError for others.
 */
export function patchXml(
  xml: Uint8Array,
  changes: readonly XmlChange[],
  namespaces: Readonly<Record<string, string>> = {},
): PatchVerdict {
  const document = readTree(xmlText(xml));
  const budget: PatchBudget = { work: { left: patchNodesMax }, charactersLeft: patchCharactersMax };
  const declared = new Map(Object.entries(namespaces));
  for (const [index, change] of changes.entries()) {
    const problem = applyChange(document, change, declared, budget);
    if (problem) return { ok: false, pointer: `/changes/${String(index)}/${problem.field}`, detail: problem.detail };
  }
  return { ok: true, bytes: Buffer.from(declaredAsUtf8(writeNodes(document.children)), 'utf8') };
}

function declaredAsUtf8(text: string): string {
  const declaration = readDeclaration(text);
  if (declaration?.encoding === undefined || isUtf8(declaration.encoding)) return text;
  const { encoding, encodingAt } = declaration;
  return `${text.slice(0, encodingAt)}UTF-8${text.slice(encodingAt + encoding.length)}`;
}
