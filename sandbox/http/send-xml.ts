import type { Response } from 'express';
import XMLBuilder from 'fast-xml-builder';

/** Sends a document: elements by name, attributes with `@_` before theirs. */
export function sendXml(response: Response, document: object): void {
  const builder = new XMLBuilder({ ignoreAttributes: false, tagValueProcessor: (_name, value) => legible(value) });
  response.type('text/xml').send(builder.build(document));
}

/** Characters that no XML document can hold would make it unreadable. https://www.w3.org/TR/xml/#charsets */
function legible(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(NOT_IN_XML, '\ufffd') : value;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
