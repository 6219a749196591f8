export { checkXml } from './check-xml.js';
export { checkXmlText, type XmlTextVerdict } from './check-xml-text.js';
export { dataSetFragment } from './data-set-fragment.js';
export { diffXml, type XmlDifference } from './diff-xml.js';
export { patchXml } from './patch-xml.js';
export type { PatchVerdict, XmlChange } from './xml-change.js';
export { xmlContent } from './xml-content.js';
export { xmlText } from './xml-text.js';
export { xmlAttributesMax, xmlDepthMax, type XmlProblem, type XmlRefusal, type XmlRoot, type XmlVerdict } from './xml-verdict.js';
