import { describe, expect, it } from '@jest/globals';
import { limits } from '@datakeep/kernel';
import { checkXml, xmlAttributesMax, xmlDepthMax } from './index.js';
import { bom, declared, latin1, utf16be, utf16le, utf8 } from './test-support.js';

function deep(depth: number): string {
  return '<a>\n'.repeat(depth) + '</a>'.repeat(depth);
}

function wide(attributes: number): string {
  return `<r><a ${Array.from({ length: attributes }, (_, i) => `a${String(i)}=">=/"`).join(' ')}/></r>`;
}

function longAs(bytesCount: number): Uint8Array {
  return utf8(`<a>${'x'.repeat(bytesCount - 7)}</a>`);
}

describe('512 KiB', () => {
  it('accepts a document of exactly so many bytes', () => {
    expect(limits.xmlBytesMax).toBe(512 * 1024);
    expect(checkXml(longAs(limits.xmlBytesMax))).toMatchObject({ ok: true });
  });

  it('refuses one byte more', () => {
    const problem = { kind: 'limit-exceeded', limit: 'xml-bytes', max: 524_288 };
    expect(checkXml(longAs(limits.xmlBytesMax + 1))).toEqual({ ok: false, problem });
  });
});

describe('depth 200', () => {
  const problem = { kind: 'limit-exceeded', limit: 'xml-depth', max: 200 };

  it('accepts 200 levels', () => {
    expect(checkXml(utf8(deep(xmlDepthMax)))).toMatchObject({ ok: true });
  });

  it('refuses 201 levels and names the first element that is too deep', () => {
    expect(checkXml(utf8(deep(201)))).toEqual({ ok: false, problem: { ...problem, line: 201, column: 1 } });
  });

  it('refuses an empty element at level 201', () => {
    const text = `${'<a>'.repeat(200)}é<b/>${'</a>'.repeat(200)}`;
    expect(checkXml(utf8(text))).toEqual({ ok: false, problem: { ...problem, line: 1, column: 602 } });
  });

  it('refuses what is so deep that libxml2 stops by itself', () => {
    expect(checkXml(utf8(deep(257)))).toMatchObject({ ok: false, problem });
    expect(checkXml(utf8('<a>'.repeat(100_000)))).toMatchObject({ ok: false, problem });
  });

  it('counts levels, not elements', () => {
    expect(
      checkXml(utf8(`<r>${'<a><b x="/>"/></a><c></c ><!-- <d> --><?d <d>?><![CDATA[<d>]]>'.repeat(1_000)}</r>`)),
    ).toMatchObject({
      ok: true,
    });
  });

  it('counts the same in UTF-16 and in a multi-byte encoding', () => {
    for (const text of [deep(200), deep(201)]) {
      const ok = text === deep(200);
      expect(checkXml(utf16le(bom + text))).toMatchObject({ ok });
      expect(checkXml(utf16be(bom + text))).toMatchObject({ ok });
      expect(checkXml(latin1(declared('GB18030') + text))).toMatchObject({ ok });
    }
  });

  it('is not misled by a ] that is half a character', () => {
    const inner = `${'<b>'.repeat(200)}${'</b>'.repeat(200)}`;
    expect(checkXml(latin1(`${declared('GBK')}<a><![CDATA[\x81]]>]]>${inner}<![CDATA[]]></a>`))).toEqual({ ok: false, problem });
  });
});

describe('1,000 attributes an element', () => {
  const problem = { kind: 'limit-exceeded', limit: 'xml-attributes', max: 1_000 };

  it('accepts 1,000', () => {
    expect(checkXml(utf8(wide(xmlAttributesMax)))).toMatchObject({ ok: true });
  });

  it('refuses 1,001 and names the element', () => {
    expect(checkXml(utf8(`\n${wide(1_001)}`))).toEqual({ ok: false, problem: { ...problem, line: 2, column: 4 } });
  });

  it('counts namespace declarations as attributes', () => {
    const declarations = Array.from({ length: 1_001 }, (_, i) => `xmlns:p${String(i)}="urn:x"`).join(' ');
    expect(checkXml(utf8(`<a ${declarations}/>`))).toMatchObject({ ok: false, problem });
  });

  it('counts each element by itself', () => {
    expect(checkXml(utf8(`<r>${'<a x="1" y=\'2\'/>'.repeat(2_000)}</r>`))).toMatchObject({ ok: true });
  });

  it('counts the same in UTF-16 and in a multi-byte encoding', () => {
    expect(checkXml(utf16be(bom + wide(1_001)))).toMatchObject({ ok: false, problem: { ...problem, line: 1, column: 4 } });
    expect(checkXml(latin1(declared('Big5') + wide(1_001)))).toEqual({ ok: false, problem });
  });
});
