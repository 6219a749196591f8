import type { InstanceMetadata } from '@datakeep/contract';

/** The namespace of the elements that a data set is nested in; docs/reference/data-set.xsd is its schema. */
const dataSetNamespace = 'urn:datakeep:data-set:1';

/** Writes the tags of instances that come in tree order, parents before their children, as nested elements. */
export class NestedElements {
  /** Of the elements that are open: where what is below them stands. */
  readonly #open: string[] = [];

  /** The tag of an instance behind the ends of those that it is not below; the first one is the root. */
  start(metadata: InstanceMetadata): string {
    const { hierarchy, instanceId } = metadata;
    const ends = this.#close((below) => !hierarchy.startsWith(below));
    const declared = this.#open.length === 0 ? ` xmlns:dk="${dataSetNamespace}"` : '';
    this.#open.push(`${hierarchy}${instanceId}/`);
    const attributes = Object.entries(metadata).flatMap(([name, value]) =>
      // Only a workspace has no parent.
      value === null ? [] : [` ${name}="${attributeText(String(value))}"`],
    );
    return `${ends}<dk:instance${declared}${attributes.join('')}>`;
  }

  /** The ends of all that is open. */
  end(): string {
    return this.#close(() => true);
  }

  #close(isOver: (below: string) => boolean): string {
    let ends = '';
    for (let last = this.#open.at(-1); last !== undefined && isOver(last); last = this.#open.at(-1)) {
      this.#open.pop();
      ends += '</dk:instance>\n';
    }
    return ends;
  }
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser makes spaces of these when they stand for themselves (XML 1.0, section 3.3.3).
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text as the value of an attribute in double quotes. A character that XML 1.0 (section 2.2) cannot have, such as U+FFFF in a
 * name, becomes U+FFFD.
 */
export function attributeText(text: string): string {
  return text
    .replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character)
    .replace(/[^\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
