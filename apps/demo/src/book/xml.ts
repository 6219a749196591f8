import { namespace } from './concepts.js';

type Attributes = Readonly<Record<string, string | number>>;

/** An element: its attributes, and its text or its elements. */
export interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  readonly inside: string | readonly Element[];
}

export function element(name: string, attributes: Attributes, inside: string | readonly Element[] = []): Element {
  return { name, attributes, inside };
}

/** `<name>text</name>`. */
export function text(name: string, value: string | number): Element {
  return element(name, {}, String(value));
}

/** An amount in pence as pounds: `<premium currency="GBP">214.00</premium>`. */
export function money(name: string, pence: number, attributes: Attributes = {}): Element {
  return element(name, { ...attributes, currency: 'GBP' }, pounds(pence));
}

export function pounds(pence: number): string {
  return (pence / 100).toFixed(2);
}

/** The element as a whole document in the book's namespace. */
export function documentOf({ name, attributes, inside }: Element): string {
  const root = element(name, { xmlns: namespace, ...attributes }, inside);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${linesOf(root, '').join('\n')}\n`;
}

/** The element on one line, as a part of a document whose namespace it takes. */
export function fragmentOf(part: Element): string {
  return linesOf(part, '')
    .map((line) => line.trim())
    .join('');
}

function linesOf({ name, attributes, inside }: Element, indent: string): string[] {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ');
  if (typeof inside === 'string') return [`${indent}<${head}>${escaped(inside)}</${name}>`];
  if (inside.length === 0) return [`${indent}<${head}/>`];
  return [`${indent}<${head}>`, ...inside.flatMap((child) => linesOf(child, `${indent}  `)), `${indent}</${name}>`];
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
