import type { Readable } from 'node:stream';
import { moreThan } from '../errors/index.js';
import { ArchiveErrors } from './archive.errors.js';
import { hear, type XmlAttributes } from './xml.reader.js';

/** An element by its name without prefix; `text` is what stands directly in it, without white space at the ends. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const MOST_ELEMENTS = 1_000_000;
const DEEPEST = 100;

/** A document that fits into memory. @throws XML_UNREADABLE, XML_DOCTYPE_REFUSED, XML_TOO_LARGE */
export async function readXmlTree(stream: Readable, most = MOST_ELEMENTS): Promise<XmlElement> {
  const root = new Growing('', {});
  const path = [root];
  let count = 0;
  await hear(stream, {
    open: (name, attributes) => {
      count += 1;
      if (count > most) throw ArchiveErrors.XML_TOO_LARGE(moreThan(most, 'elements'));
      if (path.length > DEEPEST) throw ArchiveErrors.XML_TOO_LARGE(moreThan(DEEPEST, 'levels'));
      const element = new Growing(name, attributes);
      path.at(-1)?.children.push(element);
      path.push(element);
    },
    text: (text) => path.at(-1)?.texts.push(text),
    close: () => path.pop()?.complete(),
  });
  const [document] = root.children;
  if (!document) throw ArchiveErrors.XML_UNREADABLE({ reason: 'there is no element' });
  return document;
}

/** The first child of this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

class Growing implements XmlElement {
  readonly children: Growing[] = [];
  texts: string[] = [];
  text = '';

  constructor(
    readonly name: string,
    readonly attributes: XmlAttributes,
  ) {}

  complete(): void {
    this.text = this.texts.join('').trim();
    this.texts = [];
  }
}
