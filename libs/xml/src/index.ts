export { checkXml } from './check-xml.js';
export { checkXmlText, type XmlTextVerdict } from './check-xml-text.js';
export { xmlText } from './xml-text.js';
export { xmlAttributesMax, xmlDepthMax, type XmlProblem, type XmlRefusal, type XmlRoot, type XmlVerdict } from './xml-verdict.js';
