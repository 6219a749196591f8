import { checkXml } from './check-xml.js';
import { readDeclaration } from './declaration.js';
import { isUtf8 } from './encoding.js';
import { placeAfter } from './position.js';
import { refused, type XmlRefusal, type XmlRoot } from './xml-verdict.js';

/** The verdict on XML that came as text, with the bytes to save. */
export type XmlTextVerdict = { readonly ok: true; readonly bytes: Uint8Array; readonly root: XmlRoot } | XmlRefusal;

const byteOrderMark = '\uFEFF';
// A lone surrogate would silently become U+FFFD, and NULs could pass the bytes off as UTF-16.
const unencodable = /[\0\p{Surrogate}]/u;

/**
 * `checkXml` for XML that came as a JSON string: it is encoded as UTF-8, so a declaration of any other encoding is refused as
 * `unsupported-encoding` (http.md, problem 415). A refusal is a value for any string whatever.
 */
export function checkXmlText(text: string): XmlTextVerdict {
  const badAt = text.search(unencodable);
  if (badAt !== -1) {
    return refused({ kind: 'not-well-formed', ...placeAfter(text.slice(0, badAt)), detail: 'Not a character of XML' });
  }
  const declared = readDeclaration(text.startsWith(byteOrderMark) ? text.slice(1) : text)?.encoding;
  if (declared !== undefined && !isUtf8(declared)) return refused({ kind: 'unsupported-encoding', encoding: declared });

  const bytes = Buffer.from(text, 'utf8');
  const verdict = checkXml(bytes);
  return verdict.ok ? { ok: true, bytes, root: verdict.root } : verdict;
}
