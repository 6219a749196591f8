import { after, isSpace, standsAt, type CodeUnits } from './markup.js';

/**
 * The index of `<!DOCTYPE` in the prolog, undefined when there is none before the root element. Only white space, comments
 * and processing instructions may stand before it (XML 1.0, production 22); what else stands there is left to libxml2 to
 * refuse. Run before the parse, so that no entity of a hostile document is ever declared.
 */
export function findDoctype(units: CodeUnits, start: number): number | undefined {
  let at = start;
  for (;;) {
    while (isSpace(units[at])) at += 1;
    if (standsAt(units, at, '<!--')) at = after(units, at + 4, '-->');
    else if (standsAt(units, at, '<?')) at = after(units, at + 2, '?>');
    else return standsAt(units, at, '<!DOCTYPE') ? at : undefined;
  }
}
