import type { Readable } from 'node:stream';
import { ZipArchive } from '../archives/index.js';
import { asSpreadsheetFault } from './archive-faults.js';

/** What a part says of its size is held to while it is unpacked. */
const LIMITS = { entries: 2_000, entryMegabytes: 64 };

/** The parts of a workbook. */
export class XlsxPackage {
  private constructor(private readonly archive: ZipArchive) {}

  /** @throws SPREADSHEET_UNREADABLE, SPREADSHEET_TOO_LARGE; nothing stays open then */
  static async open(path: string): Promise<XlsxPackage> {
    try {
      return new XlsxPackage(await ZipArchive.open(path, LIMITS));
    } catch (error) {
      throw asSpreadsheetFault(error);
    }
  }

  has(name: string): boolean {
    return this.archive.has(name);
  }

  /** @throws SPREADSHEET_UNREADABLE, SPREADSHEET_TOO_LARGE */
  async read(name: string): Promise<Readable> {
    try {
      return await this.archive.read(name);
    } catch (error) {
      throw asSpreadsheetFault(error);
    }
  }

  close(): void {
    this.archive.close();
  }
}
