import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { Helper, isProgram, serve } from '../support/helper.js';

/** As many pictures at once as the service decodes. */
const WORKERS = 2;

type BareRequest =
  { readonly write: { readonly source: string; readonly target: string } } | { readonly pictures: readonly string[] };

/** The shortest honest programs: one writes a file through both digests and syncs it, the other hashes and renders pictures. */
export class BareIntake {
  private readonly helper = Helper.start<BareRequest>(new URL(import.meta.url));

  /** Seconds. */
  write(source: string, target: string): Promise<number> {
    return this.helper.ask({ write: { source, target } });
  }

  /** Seconds. */
  render(pictures: readonly string[]): Promise<number> {
    return this.helper.ask({ pictures });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

async function write({ source, target }: { source: string; target: string }): Promise<void> {
  const [sha256, sm3] = [createHash('sha256'), createHash('sm3')];
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sha256.update(chunk);
      sm3.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(source), hashing, createWriteStream(target));
  const file = await open(target, 'r');
  await file.sync();
  await file.close();
  sha256.digest();
  sm3.digest();
  await rm(target);
}

async function render(path: string): Promise<void> {
  const bytes = await readFile(path);
  createHash('sha256').update(bytes).digest();
  createHash('sm3').update(bytes).digest();
  const { data, info } = await sharp(bytes, { failOn: 'error', sequentialRead: true })
    .autoOrient()
    .resize({ width: 2048, height: 2048, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  await sharp(data, { raw }).jpeg({ quality: 82 }).toBuffer();
  await sharp(data, { raw })
    .resize({ width: 512, height: 512, fit: 'inside' })
    .webp({ quality: 80, effort: 2 })
    .toBuffer();
}

async function renderAll(paths: readonly string[]): Promise<void> {
  const waiting = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of waiting) await render(path);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

if (isProgram(import.meta.url)) {
  sharp.cache(false);
  sharp.concurrency(1);
  serve(async (asked) => {
    const request = asked as BareRequest;
    const startedAt = performance.now();
    if ('write' in request) await write(request.write);
    else await renderAll(request.pictures);
    return (performance.now() - startedAt) / 1_000;
  });
}
