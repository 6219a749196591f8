import { describe, expect, it } from '@jest/globals';
import type { InstanceMetadata } from '@datakeep/contract';
import { attributeText, NestedElements } from './nested-elements.js';

const instance = (instanceId: string, hierarchy: string): InstanceMetadata => ({
  instanceId,
  instanceName: `Name of ${instanceId}`,
  conceptId: 'concept',
  parentId: hierarchy === '/' ? null : 'parent',
  hierarchy,
  status: 'Active',
  dataVersion: 2,
  createdBy: 'somebody',
  createdOn: '2026-11-22T10:00:00.000Z',
  insertedBy: 'somebody',
  insertedOn: '2026-11-22T11:00:00.000Z',
});

/** Only what nests: ids of tags, and ends. */
function nested(...of: readonly InstanceMetadata[]): string {
  const elements = new NestedElements();
  const text = of.map((metadata) => elements.start(metadata)).join('') + elements.end();
  return text.replaceAll(/<dk:instance.*? instanceId="(\w+)".*?>/g, '($1').replaceAll('</dk:instance>\n', ')');
}

describe('instances in tree order', () => {
  it('are nested as they stand', () => {
    const tree = [instance('r', '/w/'), instance('a', '/w/r/'), instance('b', '/w/r/a/'), instance('c', '/w/r/')];
    expect(nested(...tree)).toBe('(r(a(b))(c))');
  });

  it('stand in the nearest shown ancestor where those between are not shown', () => {
    const tree = [instance('r', '/w/'), instance('b', '/w/r/a/x/'), instance('c', '/w/r/a/x/b/y/'), instance('d', '/w/r/z/')];
    expect(nested(...tree)).toBe('(r(b(c))(d))');
  });

  it('are not taken to be below one whose id only begins like their ancestor', () => {
    expect(nested(instance('r', '/w/'), instance('a', '/w/r/'), instance('b', '/w/r/ab/'))).toBe('(r(a)(b))');
  });

  it('declare the namespace once, at the root', () => {
    const elements = new NestedElements();
    expect(elements.start(instance('r', '/w/'))).toContain('<dk:instance xmlns:dk="urn:datakeep:data-set:1" ');
    expect(elements.start(instance('a', '/w/r/'))).not.toContain('xmlns');
  });

  it('carry their metadata as attributes by the names of JSON; a workspace has no parent', () => {
    const names = (metadata: InstanceMetadata) =>
      [...new NestedElements().start(metadata).matchAll(/ (\w+)="/g)].map(([, name]) => name);
    expect(names(instance('a', '/w/'))).toEqual(Object.keys(instance('a', '/w/')));
    expect(names(instance('w', '/'))).toEqual(Object.keys(instance('w', '/')).filter((name) => name !== 'parentId'));
  });
});

describe('the text of an attribute', () => {
  it('escapes what would end it or be read as something else', () => {
    expect(attributeText('a<b> & "c" \'d\'')).toBe("a&lt;b&gt; &amp; &quot;c&quot; 'd'");
    expect(attributeText('a\tb\nc\rd')).toBe('a&#9;b&#10;c&#13;d');
  });

  it('keeps every character that XML has', () => {
    const text = 'Zoë \u0085\u007F\u2028\uD7FF\uE000\uFFFD\u{10000}\u{1F3E0}\u{10FFFF}';
    expect(attributeText(text)).toBe(text);
  });

  it('has U+FFFD where XML cannot have the character', () => {
    expect(attributeText('a\uFFFFb\uFFFEc\0d\u001Be\uD800f')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf');
  });
});
