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
