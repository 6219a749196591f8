const start = 'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F';
const far = '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const part = `${start}${far}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040`;
const ncName = `[${start}${far}][${part}]*`;
const name = `(?:(?<prefix>${ncName}):)?(?<local>${ncName})(?![${part}:(])`;
const s = '[ \\t\\r\\n]*';
/** The tokens of the language of `parseXmlPath`; names as in XML 1.0, productions 4 and 5, without the colon. */
export const tokens = {
  slash: /\/\/?/y,
  any: /\*/y,
  text: /text\(\)/y,
  attribute: new RegExp(`@${name}`, 'uy'),
  element: new RegExp(name, 'uy'),
  position: new RegExp(`\\[${s}([1-9][0-9]{0,8})${s}\\]`, 'y'),
  last: new RegExp(`\\[${s}last\\(\\)${s}\\]`, 'y'),
  open: new RegExp(`\\[${s}`, 'y'),
  comparison: new RegExp(`(?<at>@?)${name}${s}=${s}(?:"(?<double>[^"]*)"|'(?<single>[^']*)')${s}`, 'uy'),
  and: new RegExp(`and(?=[ \\t\\r\\n@])${s}`, 'y'),
  close: /\]/y,
};
/** What else XPath 1.0 would allow at a place, and why it is refused. */
export const excluded: readonly (readonly [RegExp, string])[] = [
  [/\/\//y, '`//` may only stand at the beginning'],
  [/@\*/y, 'an attribute has a name'],
  [/\.\.?/y, '`.` and `..` are not part of the language'],
  [/[\w-]+::/y, 'axes are not part of the language'],
  [/[\w:.-]+\(/y, 'functions other than last() and text() are not part of the language'],
  [/\|/y, 'unions are not part of the language'],
  [/\$/y, 'variables are not part of the language'],
  [/(?:!=|[<>+*-]|(?:or|mod|div)\b)/y, 'the only operators are `=` and `and`'],
];
