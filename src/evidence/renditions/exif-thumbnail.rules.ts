/** What an EXIF block carries of its picture: a small JPEG, and which way up it is. */
export interface EmbeddedThumbnail {
  readonly jpeg: Buffer;
  /** Clockwise, to be shown upright. */
  readonly turnDegrees: 0 | 90 | 180 | 270;
}

const PREFIX = Buffer.from('Exif\0\0', 'latin1');
const ORIENTATION = 0x0112;
const JPEG_OFFSET = 0x0201;
const JPEG_LENGTH = 0x0202;
const ENTRY_BYTES = 12;
const MOST_ENTRIES = 500;
const TURNS: Readonly<Record<number, EmbeddedThumbnail['turnDegrees']>> = { 3: 180, 6: 90, 8: 270 };

/** The thumbnail of an EXIF block (second directory of its TIFF); undefined where there is none, or it lies outside. */
export function thumbnailIn(exif: Buffer): EmbeddedThumbnail | undefined {
  const tiff = exif.subarray(0, PREFIX.length).equals(PREFIX) ? exif.subarray(PREFIX.length) : exif;
  const order = tiff.toString('latin1', 0, 4);
  if (order !== 'II*\0' && order !== 'MM\0*') return undefined;
  const reader = new TiffReader(tiff, order === 'II*\0');
  const first = reader.directory(reader.long(4));
  const second = first && reader.directory(first.next);
  const start = second?.values.get(JPEG_OFFSET);
  const length = second?.values.get(JPEG_LENGTH);
  if (!first || start === undefined || length === undefined) return undefined;
  const jpeg = tiff.subarray(start, start + length);
  const isWhole = length > 4 && jpeg.length === length && jpeg.readUInt16BE(0) === 0xffd8;
  return isWhole ? { jpeg, turnDegrees: TURNS[first.values.get(ORIENTATION) ?? 1] ?? 0 } : undefined;
}

interface Directory {
  /** Of tags with one short or long number. */
  readonly values: ReadonlyMap<number, number>;
  readonly next: number | undefined;
}

class TiffReader {
  constructor(
    private readonly bytes: Buffer,
    private readonly isLittle: boolean,
  ) {}

  long(at: number): number | undefined {
    if (at + 4 > this.bytes.length) return undefined;
    return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  directory(at: number | undefined): Directory | undefined {
    const count = at === undefined || at === 0 ? undefined : this.short(at);
    if (at === undefined || count === undefined || count > MOST_ENTRIES) return undefined;
    const values = new Map<number, number>();
    for (let nth = 0; nth < count; nth += 1) {
      const entry = at + 2 + nth * ENTRY_BYTES;
      const [tag, type] = [this.short(entry), this.short(entry + 2)];
      const value = type === 3 ? this.short(entry + 8) : this.long(entry + 8);
      if (tag !== undefined && value !== undefined) values.set(tag, value);
    }
    return { values, next: this.long(at + 2 + count * ENTRY_BYTES) };
  }

  private short(at: number): number | undefined {
    if (at + 2 > this.bytes.length) return undefined;
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }
}
