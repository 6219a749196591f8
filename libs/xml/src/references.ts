const predefined = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([^;&]+));/g;
const cdataSection = /<!\[CDATA\[([\s\S]*?)\]\]>/g;
const notCharacters = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

/** The value of a run of text and CDATA sections as it is written (XML 1.0, sections 2.7, 2.11 and 4.1). */
export function textValue(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('<')) return resolved(text);
  let value = '';
  let at = 0;
  for (const section of text.matchAll(cdataSection)) {
    value += resolved(text.slice(at, section.index)) + (section[1] ?? '');
    at = section.index + section[0].length;
  }
  return value + resolved(text.slice(at));
}

/** The value of an attribute as it is written between its quotes (XML 1.0, section 3.3.3; without a DOCTYPE all are CDATA). */
export function attributeValue(raw: string): string {
  return resolved(/[\t\n\r]/.test(raw) ? raw.replace(/\r\n?|[\t\n]/g, ' ') : raw);
}

/** `text` as it is written in an element. */
export function writtenText(text: string): string {
  return text.replace(/[&<>\r]/g, escaped);
}

/** `text` as it is written in an attribute, whatever the quotes. */
export function writtenAttribute(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, escaped);
}

/** True when every character of `text` is one that XML 1.0 can hold (production 2). */
export function isXmlText(text: string): boolean {
  return !notCharacters.test(text);
}

function resolved(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(reference, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10));
    return predefined.get(name ?? '') ?? whole;
  });
}

function escaped(character: string): string {
  return escapes.get(character) ?? character;
}
