import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digestBytes, ZipArchive, ZipFileWriter } from '../../platform/index.js';
import { bagInfoText, manifestText } from './bag.rules.js';
import { BagWriter } from './bag.writer.js';

const MADE_AT = new Date('2026-05-01T02:00:00Z');
const END = {
  exportId: 'an-export',
  origin: 'skydocket.example/log',
  madeAt: MADE_AT,
  facts: [['External-Identifier', 'an-export']] as const,
};
const LIMITS = { entries: 100, entryMegabytes: 10 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bag-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function written(files: Readonly<Record<string, string | Readable>>): Promise<string> {
  const path = join(folder, 'bag.zip');
  const zip = new ZipFileWriter(path, MADE_AT);
  const bag = new BagWriter(zip, 'bag');
  for (const [name, content] of Object.entries(files)) await bag.add(name, content);
  await bag.finish({ ...END, sign: (text) => `${text}\n— signed\n` });
  await zip.close();
  return path;
}

async function read(archive: ZipArchive, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await archive.read(name)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a bag', () => {
  it('lists every file with three digests, and is sealed over all but the lists of its lists', async () => {
    const large = Buffer.alloc(3_000_000, 'x');
    const path = await written({
      'data/图.txt': 'ab',
      'data/large.jpg': Readable.from([large.subarray(0, 7), large.subarray(7)]),
      'VERIFY.md': 'how',
    });
    const archive = await ZipArchive.open(path, LIMITS);
    expect(await read(archive, 'bag/bag-info.txt')).toBe('External-Identifier: an-export\nPayload-Oxum: 3000002.2\n');
    expect(await read(archive, 'bag/manifest-sm3.txt')).toBe(
      `${digestBytes(large).sm3}  data/large.jpg\n${digestBytes(Buffer.from('ab')).sm3}  data/图.txt\n`,
    );
    const seal = await read(archive, 'bag/skydocket-seal.txt');
    expect(seal).toMatch(
      /^skydocket export\/v1\norigin skydocket\.example\/log\nexport an-export\nmade 2026-05-01T02:00:00\.000Z\n\n/,
    );
    const named = seal.split('\n').flatMap((line) => line.split('  ').slice(1));
    expect(named).toEqual([...named].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(named)).toEqual(
      new Set([
        'VERIFY.md',
        'bag-info.txt',
        'bagit.txt',
        'data/large.jpg',
        'data/图.txt',
        ...['sha256', 'sha512', 'sm3'].map((name) => `manifest-${name}.txt`),
      ]),
    );
    archive.close();
  });

  it('is one that coreutils accept', async () => {
    const path = await written({ 'data/a%b.txt': 'ab', 'data/other.bin': 'cd' });
    execFileSync('python3', ['-m', 'zipfile', '-e', path, folder]);
    const lists = ['sha256', 'sha512'].flatMap((name) =>
      [`manifest-${name}.txt`, `tagmanifest-${name}.txt`].map((list) => [name, list] as const),
    );
    for (const [algorithm, list] of lists) {
      const plain = readFileSync(join(folder, 'bag', list), 'utf8').replaceAll('%25', '%');
      expect(
        execFileSync(`${algorithm}sum`, ['-c', '--strict', '-'], {
          cwd: join(folder, 'bag'),
          input: plain,
          encoding: 'utf8',
        }),
      ).not.toMatch(/FAILED/);
    }
  });

  it('fails with its source, and the archive with it', async () => {
    const zip = new ZipFileWriter(join(folder, 'bag.zip'), MADE_AT);
    const broken = new Readable({ read: () => undefined });
    const adding = new BagWriter(zip, 'bag').add('data/original.jpg', broken);
    broken.destroy(new Error('the disk is gone'));
    await expect(adding).rejects.toThrow('the disk is gone');
    await expect(zip.close()).rejects.toThrow('the disk is gone');
  });

  it('has paths and facts that stay on one line', () => {
    const file = { path: 'data/100%\nsure', sha256: '00', sha512: '01', sm3: '02', sizeBytes: 1 };
    expect(manifestText('sha256', [file])).toBe('00  data/100%25%0Asure\n');
    expect(bagInfoText([['External-Description', 'one\nContact-Name: two']])).toBe(
      'External-Description: one Contact-Name: two\n',
    );
  });
});
