import { describe, expect, it } from '@jest/globals';
import { checkXml, patchXml, xmlText, type XmlChange } from './index.js';
import { bom, canonical, declared, example, latin1, utf16be, utf16le, utf8 } from './test-support.js';

/** The document after the changes, which the gate must accept. */
function patched(xml: string | Uint8Array, ...changes: XmlChange[]): string {
  const verdict = patchXml(typeof xml === 'string' ? utf8(xml) : xml, changes);
  if (!verdict.ok) throw new Error(`${verdict.pointer}: ${verdict.detail}`);
  expect(checkXml(verdict.bytes)).toMatchObject({ ok: true });
  return Buffer.from(verdict.bytes).toString('utf8');
}

describe('replace', () => {
  it('gives an attribute another value, in whatever quotes it stands, and nothing around it changes', () => {
    expect(patched(`<a  b = 'c'\n d="e" />`, { xpath: '/a/@b', replace: `<&"'>\n\t\r` })).toBe(
      `<a  b = "&lt;&amp;&quot;&apos;&gt;&#10;&#9;&#13;"\n d="e" />`,
    );
  });

  it('gives a text another one, markup and all, also where it was CDATA', () => {
    expect(patched('<a>x<![CDATA[<y>]]><b/>z</a>', { xpath: '/a/text()[1]', replace: '<b>&amp;]]>\r' })).toBe(
      '<a>&lt;b&gt;&amp;amp;]]&gt;&#13;<b/>z</a>',
    );
  });

  it('puts an element in the place of each selected one, the root included', () => {
    expect(patched('<a><b/>x<b><b/></b></a>', { xpath: '//b', replace: ' <c d="1">&amp;</c>\n' })).toBe(
      '<a><c d="1">&amp;</c>x<c d="1">&amp;</c></a>',
    );
    expect(patched('<?xml version="1.0"?><!--x--><a/><?y?>', { xpath: '/a', replace: '<b/>' })).toBe(
      '<?xml version="1.0"?><!--x--><b/><?y?>',
    );
  });

  it('takes a text away that gets no characters', () => {
    expect(patched('<a>x<b/>y</a>', { xpath: '//text()', replace: '' })).toBe('<a><b/></a>');
  });
});

describe('append', () => {
  it('puts elements, text, comments and instructions behind the children of each selected element', () => {
    expect(patched('<a><b/><b>x</b><b></b ></a>', { xpath: '/a/b', append: 'y<c/><!--d--><?e?><![CDATA[<]]>' })).toBe(
      `<a>${['<b>', '<b>x', '<b>'].map((start) => `${start}y<c/><!--d--><?e?><![CDATA[<]]></b>`).join('')}</a>`.replace(
        /<\/b><\/a>$/,
        '</b ></a>',
      ),
    );
  });

  it('gives prefixes and names without one the meaning that they have in that place', () => {
    const xml = '<a xmlns="urn:u" xmlns:p="urn:v"><b xmlns="urn:w" xmlns:p="urn:x"/><c/></a>';
    const result = patched(xml, { xpath: '/a/*', append: '<p:d p:e="1"><f/></p:d>' });
    expect(canonical(utf8(result))).toBe(
      canonical(
        utf8(
          '<a xmlns="urn:u" xmlns:p="urn:v"><b xmlns="urn:w" xmlns:p="urn:x"><p:d p:e="1"><f/></p:d></b><c><p:d p:e="1"><f/></p:d></c></a>',
        ),
      ),
    );
  });
});

describe('remove', () => {
  it('takes attributes, texts and elements away, selected within each other too', () => {
    expect(patched('<a b="1" c="2">x<d><d/></d>y</a>', { xpath: '/a/@b', remove: true })).toBe('<a c="2">x<d><d/></d>y</a>');
    expect(patched('<a>x<d/><!--c-->y</a>', { xpath: '//text()', remove: true })).toBe('<a><d/><!--c--></a>');
    expect(patched('<a>x<d><d/></d>y<d/></a>', { xpath: '//d', remove: true })).toBe('<a>xy</a>');
  });
});

describe('changes', () => {
  it('each see what those before them have done, joined texts and new namespaces included', () => {
    expect(
      patched(
        '<a>x<b/>y</a>',
        { xpath: '/a/b', remove: true },
        { xpath: '/a/text()[1]', replace: 'z' },
        { xpath: '/a', append: '<c xmlns="u"/>' },
        { xpath: '/a', replace: '<p:a xmlns:p="v" xmlns="u"><c/></p:a>' },
        { xpath: '/p:a/c', append: '<d/>' },
        { xpath: '/p:a/c/d', append: 'e' },
      ),
    ).toBe('<p:a xmlns:p="v" xmlns="u"><c><d>e</d></c></p:a>');
  });

  it('find texts as one that stand next to each other now', () => {
    const remove: XmlChange = { xpath: '/a/b', remove: true };
    expect(patched('<a>x<b/>y</a>', remove, { xpath: '/a/text()[1]', replace: 'z' })).toBe('<a>z</a>');
    expect(patched('<a>x<b/></a>', { xpath: '/a', append: 'y' }, remove, { xpath: '/a/text()[1]', remove: true })).toBe(
      '<a></a>',
    );
    expect(patched('<a>x</a>', { xpath: '/a', append: 'y' }, { xpath: '/a/text()', replace: 'z' })).toBe('<a>z</a>');
  });

  it('none at all give the same document', () => {
    const policy = example('home-insurance-policy.xml');
    expect(patchXml(policy, [])).toEqual({ ok: true, bytes: policy });
  });

  it('name elements by prefixes of the root, by its default namespace without one, and by prefixes that are given', () => {
    const xml = '<a xmlns="u" xmlns:p="v"><p:b/><b/><c:b xmlns:c="w"/></a>';
    expect(patched(xml, { xpath: '/a/p:b', remove: true })).toBe('<a xmlns="u" xmlns:p="v"><b/><c:b xmlns:c="w"/></a>');
    expect(patched(xml, { xpath: '/a/b', remove: true })).toBe('<a xmlns="u" xmlns:p="v"><p:b/><c:b xmlns:c="w"/></a>');
    const verdict = patchXml(utf8(xml), [{ xpath: '/a/q:b', remove: true }], { q: 'w' });
    expect(verdict.ok && xmlText(verdict.bytes)).toBe('<a xmlns="u" xmlns:p="v"><p:b/><b/></a>');
  });

  it('leave text that a replacement pattern would interpret as it is', () => {
    expect(patched('<a b="1">x</a>', { xpath: '/a/@b', replace: "$&$1$'" }, { xpath: '/a/text()', replace: '$&' })).toBe(
      `<a b="$&amp;$1$&apos;">$&amp;</a>`,
    );
  });
});

describe('the result', () => {
  const text = (encoding: string): string => `${declared(encoding)}\r\n<a b="é"><c/></a>`;
  const sources: Record<string, Uint8Array> = {
    'ISO-8859-1': latin1(text('ISO-8859-1')),
    'windows-1252': latin1(text('windows-1252')),
    'ISO-8859-15': latin1(text('ISO-8859-15')),
    'UTF-16': utf16be(bom + text('UTF-16')),
    'UTF-16LE': utf16le(bom + text('UTF-16LE')),
    'UTF-8': utf8(bom + text('UTF-8')),
  };
  for (const [encoding, bytes] of Object.entries(sources)) {
    it(`is UTF-8 and says so, when the document was ${encoding}`, () => {
      const result = patched(bytes, { xpath: '/a/c', append: 'ß€' });
      expect(result).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\r?\n<a b="é"><c>ß€<\/c><\/a>\n?$/i);
    });
  }

  it('says nothing about the encoding where the document said nothing', () => {
    expect(patched(utf16le(`${bom}<?xml version="1.0"?><a/>`), { xpath: '/a', append: 'ß' })).toBe(
      '<?xml version="1.0"?><a>ß</a>',
    );
  });

  it('may be larger or deeper than a save allows, which is for the gate to refuse', () => {
    const large = patchXml(utf8('<a><b/><b/></a>'), [{ xpath: '//b', append: 'x'.repeat(300_000) }]);
    expect(large.ok && checkXml(large.bytes)).toMatchObject({ ok: false, problem: { limit: 'xml-bytes' } });
    const deep = patchXml(utf8('<a>'.repeat(200) + '</a>'.repeat(200)), [{ xpath: '//a', append: '<b/>' }]);
    expect(deep.ok && checkXml(deep.bytes)).toMatchObject({ ok: false, problem: { limit: 'xml-depth' } });
  });
});
