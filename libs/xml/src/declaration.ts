/** What an XML declaration says, with the place of each value in its text. */
export interface Declaration {
  readonly version: string;
  readonly versionAt: number;
  readonly encoding: string | undefined;
  readonly encodingAt: number;
}

const declarationPattern =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'))?/d;

/**
 * The XML declaration at the very start of `text` (no BOM before it), undefined when there is none or it is malformed,
 * which libxml2 then reports. Source: XML 1.0, productions 23 to 26 and 80.
 */
export function readDeclaration(text: string): Declaration | undefined {
  const match = declarationPattern.exec(text);
  if (match === null) return undefined;
  return {
    version: match[1] ?? match[2] ?? '',
    versionAt: startOf(match, 1, 2),
    encoding: match[3] ?? match[4],
    encodingAt: startOf(match, 3, 4),
  };
}

function startOf(match: RegExpExecArray, doubleQuoted: number, singleQuoted: number): number {
  return (match.indices?.[doubleQuoted] ?? match.indices?.[singleQuoted])?.[0] ?? 0;
}
