import {
  after,
  doubleQuote,
  equalsSign,
  exclamationMark,
  greaterThan,
  hyphen,
  lessThan,
  questionMark,
  singleQuote,
  slash,
  type CodeUnits,
} from './markup.js';

/** What a document may not exceed; the root has depth 1, namespace declarations are attributes. */
export interface ShapeLimits {
  readonly depthMax: number;
  readonly attributesMax: number;
}

/** The first start tag that exceeds a limit: which one, and the index of its `<`. */
export interface Excess {
  readonly limit: 'xml-depth' | 'xml-attributes';
  readonly at: number;
}

/**
 * The first start tag that exceeds `limits`, undefined when none does. Only for a document that libxml2 has found well-formed
 * and that has no DOCTYPE: then each `<` opens a tag, a comment, a CDATA section or a processing instruction, and nothing else.
 */
export function findExcess(units: CodeUnits, start: number, limits: ShapeLimits): Excess | undefined {
  let depth = 0;
  let at = start;
  for (;;) {
    at = units.indexOf(lessThan, at);
    if (at === -1) return undefined;
    const next = units[at + 1];
    if (next === slash) {
      depth -= 1;
      at += 2;
    } else if (next === exclamationMark) {
      at = units[at + 2] === hyphen ? after(units, at + 4, '-->') : after(units, at + 9, ']]>');
    } else if (next === questionMark) {
      at = after(units, at + 2, '?>');
    } else {
      depth += 1;
      if (depth > limits.depthMax) return { limit: 'xml-depth', at };
      const tag = readStartTag(units, at);
      if (tag.attributes > limits.attributesMax) return { limit: 'xml-attributes', at };
      if (units[tag.end - 1] === slash) depth -= 1;
      at = tag.end + 1;
    }
  }
}

/** How many attributes the start tag at `from` has, and the index of its `>`; a `>` or `=` inside quotes is text. */
function readStartTag(units: CodeUnits, from: number): { attributes: number; end: number } {
  let attributes = 0;
  let at = from + 1;
  for (; at < units.length && units[at] !== greaterThan; at += 1) {
    const unit = units[at];
    if (unit === equalsSign) attributes += 1;
    else if (unit === doubleQuote || unit === singleQuote) {
      at += 1;
      while (at < units.length && units[at] !== unit) at += 1;
    }
  }
  return { attributes, end: at };
}
