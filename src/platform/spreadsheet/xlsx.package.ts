import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { AppError } from '../errors/index.js';
import { SpreadsheetErrors } from './spreadsheet.errors.js';
import { unreadable } from './xml.js';

const MOST_PARTS = 2_000;
/** Unpacked; what a part says of its size is held to while it is unpacked. */
const LARGEST_PART_MEGABYTES = 64;
const MEGABYTE = 1_048_576;

/** The parts of a workbook. */
export class XlsxPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws SPREADSHEET_UNREADABLE, SPREADSHEET_TOO_LARGE; nothing stays open then */
  static async open(path: string): Promise<XlsxPackage> {
    const zip = await openZip(path);
    try {
      return new XlsxPackage(zip, await partsOf(zip));
    } catch (error) {
      zip.close();
      throw error instanceof AppError ? error : unreadable(error);
    }
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** @throws SPREADSHEET_UNREADABLE, SPREADSHEET_TOO_LARGE */
  async read(name: string): Promise<Readable> {
    const entry = this.parts.get(name.toLowerCase());
    if (!entry) throw SpreadsheetErrors.SPREADSHEET_UNREADABLE({ reason: `${name} is missing` });
    if (entry.uncompressedSize > LARGEST_PART_MEGABYTES * MEGABYTE)
      throw SpreadsheetErrors.SPREADSHEET_TOO_LARGE({ what: 'MB when unpacked', most: LARGEST_PART_MEGABYTES });
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(unreadable(error)) : resolve(stream)));
    });
  }

  close(): void {
    this.zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(unreadable(error)) : resolve(zip),
    );
  });
}

function partsOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const parts = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(parts));
    zip.on('entry', (entry: Entry) => {
      parts.set(entry.fileName.toLowerCase(), entry);
      if (parts.size > MOST_PARTS) reject(SpreadsheetErrors.SPREADSHEET_TOO_LARGE({ what: 'parts', most: MOST_PARTS }));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}
