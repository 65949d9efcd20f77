import type { Readable } from 'node:stream';
import { type Entry, getFileNameLowLevel, open, type ZipFile } from 'yauzl';
import { AppError, moreThan } from '../errors/index.js';
import { entryNameFault } from './entry-name.rules.js';
import { ArchiveErrors } from './archive.errors.js';

/** How much a reader is willing to unpack. */
export interface ArchiveLimits {
  /** Files and folders. */
  readonly entries: number;
  /** Of one file that is read, unpacked. */
  readonly entryMegabytes: number;
  /** Of all files, unpacked; judged by what the archive says before anything is. */
  readonly totalMegabytes?: number;
}

/** A file of an archive, as its directory describes it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
}

/** A file that is not read, whatever it holds. */
export interface RefusedEntry {
  readonly name: string;
  readonly refusal: AppError;
}

const MEGABYTE = 1_048_576;
/** What a unix system says of a file, in the upper half of its attributes. */
const FILE_TYPE = 0xf000;
const LINK = 0xa000;

/**
 * The files of a ZIP archive on disk, by their names without regard to case. Everything that its directory can tell is
 * judged when it is opened; nothing is unpacked but what is read, and no file becomes longer than its directory says.
 */
export class ZipArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly limits: ArchiveLimits,
    /** Only of an archive that was opened leniently. */
    readonly refused: readonly RefusedEntry[],
  ) {}

  /** @throws ARCHIVE_…; nothing stays open then */
  static async open(path: string, limits: ArchiveLimits): Promise<ZipArchive> {
    return this.openWith(path, limits, 'refuse the archive');
  }

  /** One bad name does not spoil the rest: it is listed among the refused. @throws ARCHIVE_…; nothing stays open then */
  static async openLeniently(path: string, limits: ArchiveLimits): Promise<ZipArchive> {
    return this.openWith(path, limits, 'refuse the entry');
  }

  private static async openWith(path: string, limits: ArchiveLimits, onFault: OnFault): Promise<ZipArchive> {
    const zip = await openZip(path);
    try {
      const { files, refused } = await directoryOf(zip, new Directory(limits, onFault));
      return new ZipArchive(zip, files, limits, refused);
    } catch (error) {
      zip.close();
      throw damaged(error);
    }
  }

  /** Names as the archive spells them, with `/` between folders. */
  get names(): readonly string[] {
    return [...this.entries.values()].map(nameOf);
  }

  /** In the order of the archive. */
  get listed(): readonly ArchiveEntry[] {
    return [...this.entries.values()].map((entry) => ({
      name: nameOf(entry),
      sizeBytes: entry.uncompressedSize,
      packedBytes: entry.compressedSize,
      crc32: entry.crc32,
    }));
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** @throws ARCHIVE_PART_MISSING, ARCHIVE_TOO_LARGE, ARCHIVE_ENTRY_REFUSED, ARCHIVE_UNREADABLE */
  async read(name: string): Promise<Readable> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) throw ArchiveErrors.ARCHIVE_PART_MISSING({ name });
    if (entry.isEncrypted()) throw ArchiveErrors.ARCHIVE_ENTRY_REFUSED({ name });
    const { entryMegabytes: most } = this.limits;
    if (entry.uncompressedSize > most * MEGABYTE)
      throw ArchiveErrors.ARCHIVE_TOO_LARGE(moreThan(most, 'MB in one file when unpacked'));
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(damaged(error)) : resolve(stream)));
    });
  }

  close(): void {
    this.zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are decoded here, so that a bad one is refused under its own code.
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, decodeStrings: false };
    open(path, options, (error, zip) => (error ? reject(damaged(error)) : resolve(zip)));
  });
}

function directoryOf(zip: ZipFile, directory: Directory): Promise<Directory> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(directory));
    zip.on('entry', (entry: Entry) => {
      try {
        directory.add(entry);
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.readEntry();
  });
}

type OnFault = 'refuse the archive' | 'refuse the entry';

class Directory {
  readonly files = new Map<string, Entry>();
  readonly refused: RefusedEntry[] = [];
  private count = 0;
  private bytes = 0;

  constructor(
    private readonly limits: ArchiveLimits,
    private readonly onFault: OnFault,
  ) {}

  add(entry: Entry): void {
    this.measure(entry);
    const name = nameOf(entry);
    const refusal = this.refusalOf(entry, name);
    if (refusal && this.onFault === 'refuse the archive') throw refusal;
    if (refusal) this.refused.push({ name, refusal });
    else if (!name.endsWith('/')) this.files.set(name.toLowerCase(), entry);
  }

  private refusalOf(entry: Entry, name: string): AppError | undefined {
    if (entryNameFault(name)) return ArchiveErrors.ARCHIVE_PATH_ESCAPES({ name: name.slice(0, 200) });
    if (isLink(entry)) return ArchiveErrors.ARCHIVE_ENTRY_REFUSED({ name });
    return this.files.has(name.toLowerCase()) ? ArchiveErrors.ARCHIVE_NAME_TWICE({ name }) : undefined;
  }

  private measure({ uncompressedSize }: Entry): void {
    const { entries, totalMegabytes = Infinity } = this.limits;
    this.count += 1;
    this.bytes += uncompressedSize;
    if (this.count > entries) throw ArchiveErrors.ARCHIVE_TOO_LARGE(moreThan(entries, 'files'));
    if (this.bytes > totalMegabytes * MEGABYTE)
      throw ArchiveErrors.ARCHIVE_TOO_LARGE(moreThan(totalMegabytes, 'MB when unpacked'));
  }
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & FILE_TYPE) === LINK;
}

function damaged(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  return ArchiveErrors.ARCHIVE_UNREADABLE({ reason }, error);
}
