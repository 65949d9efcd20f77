import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DigestTap, digestBytes, digestFile } from './digest.js';

// The published vectors for 'abc': FIPS 180-4 appendix B.1 and GB/T 32905-2016 appendix A.1.
const ABC = {
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  sizeBytes: 3,
};

describe('digests', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'digest-'));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  it('agree with the published vectors', () => {
    expect(digestBytes(Buffer.from('abc'))).toEqual(ABC);
  });

  it('are the same for a stream in any chunks, a file and bytes, and the bytes pass unchanged', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, index) => (index * 31) % 251));
    const path = join(folder, 'many-chunks');
    await writeFile(path, bytes);
    const tap = new DigestTap();
    const passed: Buffer[] = [];
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => passed.push(chunk));
    await pipeline(createReadStream(path, { highWaterMark: 977 }), tap, sink);
    expect(tap.digests()).toEqual(digestBytes(bytes));
    expect(await digestFile(path)).toEqual(digestBytes(bytes));
    expect(Buffer.concat(passed).equals(bytes)).toBe(true);
  });

  it('of a large file that is broken off are never given', async () => {
    const tap = new DigestTap();
    tap.on('error', () => undefined).resume();
    tap.write(Buffer.alloc(400_000));
    await new Promise(setImmediate);
    tap.destroy(new Error('the line is gone'));
    await new Promise((resolve) => tap.once('close', resolve));
    expect(() => tap.digests()).toThrow('has not ended');
  });

  it('are not given before the end of the stream', () => {
    const tap = new DigestTap();
    tap.write('ab');
    expect(() => tap.digests()).toThrow('has not ended');
    tap.destroy();
  });

  it('of a file that is not there is an error', async () => {
    await expect(digestFile(join(folder, 'absent'))).rejects.toThrow('ENOENT');
  });
});
