import type { Readable } from 'node:stream';
import { heard as heardXml, type XmlListener } from '../archives/index.js';
import { asSpreadsheetFault } from './archive-faults.js';

export type { XmlAttributes as Attributes, XmlListener } from '../archives/index.js';

/** Reads a part piece by piece. @throws SPREADSHEET_UNREADABLE, or what the listener throws */
export async function* heard(stream: Readable, listener: XmlListener): AsyncGenerator<void> {
  try {
    yield* heardXml(stream, listener);
  } catch (error) {
    throw asSpreadsheetFault(error);
  }
}

/** Reads a whole small part. */
export async function hear(stream: Readable, listener: XmlListener): Promise<void> {
  const pieces = heard(stream, listener);
  while (!(await pieces.next()).done);
}
