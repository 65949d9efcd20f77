import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A small ZIP archive of these files, in this order, each dated `at`. */
export async function zipped(files: Readonly<Record<string, string | Buffer>>, at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { mtime: at });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** The first day that an archive can say: the same whatever zone the server is in. */
const NO_DAY = new Date(1980, 0, 1);
const PLAIN_FILE = 0o100644;

/** The same, uncompressed and without dates: the same files give the same bytes anywhere. */
export async function stored(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  const options = { mtime: NO_DAY, mode: PLAIN_FILE, compress: false, forceDosTimestamp: true };
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, options);
  zip.end();
  return buffer(zip.outputStream as Readable);
}
