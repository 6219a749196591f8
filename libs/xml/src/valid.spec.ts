import { expect, it } from '@jest/globals';
import { checkXml } from './index.js';
import { bom, declared, example, latin1, utf16be, utf16le, utf8 } from './test-support.js';

type Row = readonly [what: string, bytes: Uint8Array, namespace: string | null, name: string];

const tricky: readonly Row[] = [
  ['the smallest document', utf8('<a/>'), null, 'a'],
  ['a default namespace', utf8('<a xmlns="urn:x"/>'), 'urn:x', 'a'],
  ['a prefixed root', utf8('<p:a xmlns:p="urn:x"/>'), 'urn:x', 'a'],
  ['a default namespace that a child takes back', utf8('<a xmlns="urn:x"><b xmlns=""/></a>'), 'urn:x', 'a'],
  ['a relative namespace name, of which libxml2 warns', utf8('<a xmlns="x/y"/>'), 'x/y', 'a'],
  ['one local name under two namespaces as attributes', utf8('<a x="1" p:x="2" xmlns:p="urn:x"/>'), null, 'a'],
  ['a prefix used before it is declared in the same tag', utf8('<p:a p:x="1" xmlns:p="urn:x"/>'), 'urn:x', 'a'],
  ['comments and instructions around the root', utf8('<!-- a -->\n<?p q?>\n<a/>\n<?p?><!-- b -->\n'), null, 'a'],
  ['a comment that speaks of <!DOCTYPE', utf8('<!-- <!DOCTYPE a> --><a/>'), null, 'a'],
  ['an instruction that speaks of <!DOCTYPE', utf8('<?p <!DOCTYPE a>?><a/>'), null, 'a'],
  ['CDATA that speaks of <!DOCTYPE and <b>', utf8('<a><![CDATA[<!DOCTYPE a []><b> ]] > &foo;]]></a>'), null, 'a'],
  ['an attribute that holds > and -->', utf8('<a x="1 > 0 --> ]]> ?>" y=\'"\'/>'), null, 'a'],
  ['escaped markup in an attribute', utf8('<a x="&lt;!DOCTYPE a&gt;"/>'), null, 'a'],
  ['the five predefined entities', utf8('<a>&lt;&gt;&amp;&apos;&quot;</a>'), null, 'a'],
  ['character references', utf8('<a>&#233;&#x1F600;&#9;</a>'), null, 'a'],
  ['] and > and ]] alone in text', utf8('<a>] > ]] ]]&gt;</a>'), null, 'a'],
  ['white space inside tags', utf8('<a\n\tx = "1"\r\n></a\n>'), null, 'a'],
  ['single quotes in the declaration', utf8("<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a/>"), null, 'a'],
  ['an instruction whose target begins with xml', utf8('<?xml-stylesheet href="x.xsl"?><a/>'), null, 'a'],
  ['names outside ASCII', utf8('<Straße größe="1"/>'), null, 'Straße'],
  ['characters beyond U+FFFF', utf8('<a>😀𝒳</a>'), null, 'a'],
  ['the control characters that XML allows', utf8('<a>\t\r\n\x7F\u0085</a>'), null, 'a'],
  ['a percent sign that would be a parameter entity in a DTD', utf8('<a>%foo;</a>'), null, 'a'],
  ['UTF-8 behind a byte order mark', utf8(`${bom}<a>é</a>`), null, 'a'],
  ['UTF-8 behind a mark and declared', utf8(`${bom}${declared('utf-8')}<a>é</a>`), null, 'a'],
  ['UTF-16 little-endian with a mark', utf16le(`${bom}<é>😀</é>`), null, 'é'],
  ['UTF-16 big-endian with a mark', utf16be(`${bom}<é>😀</é>`), null, 'é'],
  ['UTF-16 with a mark and declared', utf16le(`${bom}${declared('UTF-16')}<a/>`), null, 'a'],
  ['UTF-16 declared by its order', utf16be(`${bom}${declared('UTF-16BE')}<a/>`), null, 'a'],
  ['UTF-16 without a mark but declared', utf16le(`${declared('UTF-16')}<a/>`), null, 'a'],
  ['declared ISO-8859-1', latin1(`${declared('ISO-8859-1')}<\xE9/>`), null, 'é'],
  ['declared windows-1252', latin1(`${declared('windows-1252')}<a>\x80</a>`), null, 'a'],
  ['declared ISO-8859-15', latin1(`${declared('ISO-8859-15')}<a>\xA4</a>`), null, 'a'],
  ['declared KOI8-R', latin1(`${declared('KOI8-R')}<\xC1/>`), null, 'а'],
  ['declared EUC-JP', latin1(`${declared('EUC-JP')}<a>\xC6\xFC</a>`), null, 'a'],
  [
    'declared GBK, with a ] inside a character at the end of CDATA',
    latin1(`${declared('GBK')}<a><![CDATA[\x81]]>]]></a>`),
    null,
    'a',
  ],
];

it.each(tricky)('accepts %s', (_what, bytes, namespace, name) => {
  expect(checkXml(bytes)).toEqual({ ok: true, root: { namespace, name } });
});

it.each(tricky)('leaves the bytes of %s as they were', (_what, bytes) => {
  const before = Uint8Array.from(bytes);
  checkXml(bytes);
  expect(Uint8Array.from(bytes)).toEqual(before);
});

it('reads no further than the view it was given', () => {
  const whole = utf8('<b><a/></b>');
  expect(checkXml(whole.subarray(3, 7))).toEqual({ ok: true, root: { namespace: null, name: 'a' } });
});

it.each(['home-insurance-policy.xml', 'home-insurance-policy-2.xml'])('accepts the example %s', (name) => {
  expect(checkXml(example(name))).toEqual({ ok: true, root: { namespace: 'urn:example:home-insurance:1', name: 'policy' } });
});
