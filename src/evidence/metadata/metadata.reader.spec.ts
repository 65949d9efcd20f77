import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { digestBytes, digestFile } from '../../platform/index.js';
import { MetadataReader, type MetadataReaderOptions } from './metadata.reader.js';
import type { RawTags } from './raw-tags.js';

const IMAGES = resolve(process.env.SKYDOCKET_SAMPLES ?? '../shared/data', 'images');
const withSamples = existsSync(IMAGES) ? describe : describe.skip;
const title = (name: string): string =>
  existsSync(IMAGES) ? name : `${name} (skipped: no sample images at ${IMAGES})`;

let folder: string;
let reader: MetadataReader;
const open = (options: Partial<MetadataReaderOptions> = {}): MetadataReader => (reader = new MetadataReader(options));
const script = async (name: string, code: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, code);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadata-'));
});
afterEach(async () => reader.close());
afterAll(async () => rm(folder, { recursive: true }));

describe('the reader', () => {
  it('says what is not a picture, and goes on', async () => {
    const path = await script('note.txt', 'not a picture');
    open();
    expect(await reader.read(path)).toEqual({ outcome: 'unreadable', reason: 'Invalid image format' });
    expect(await reader.read(join(folder, 'absent'))).toMatchObject({ outcome: 'unreadable' });
    expect(await reader.read(folder)).toMatchObject({ outcome: 'unreadable' });
  });

  it('ends a file that outruns the limit, and reads the next one with a new thread', async () => {
    const hangsOnce = await script(
      'hangs.mjs',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ path }) => { while (path === 'endless'); parentPort.postMessage({ answer: path }); });`,
    );
    open({ workerFile: hangsOnce, timeLimitMs: 1_500 });
    const started = performance.now();
    const both = await Promise.all([reader.read('endless'), reader.read('next')]);
    expect(both).toEqual([{ outcome: 'timeout' }, { outcome: 'read', tags: 'next' }]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('reads what was asked for before it is closed, and says of nothing else that it cannot be read', async () => {
    open();
    const asked = ['one', 'two'].map((name) => reader.read(join(folder, name)));
    const closed = reader.close();
    expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(['unreadable', 'unreadable']);
    await closed;
    await expect(reader.read(join(folder, 'three'))).rejects.toMatchObject({ code: 'CLOSING' });
  });

  it('survives a worker that runs out of heap, or dies', async () => {
    const hungry = await script(
      'hungry.mjs',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ path }) => { if (path === 'exit') process.exit(3); const kept = []; for (;;) kept.push({ x: kept.length }); });`,
    );
    open({ workerFile: hungry, heapMegabytes: 16, timeLimitMs: 20_000 });
    expect(await reader.read('heap')).toMatchObject({ outcome: 'unreadable' });
    expect(await reader.read('exit')).toMatchObject({ outcome: 'unreadable' });
  });

  it('is not there before the first file, and ends itself when idle', async () => {
    const path = await script('idle.txt', 'not a picture');
    open({ idleMs: 50 });
    expect(reader.isRunning).toBe(false);
    await reader.read(path);
    expect(reader.isRunning).toBe(true);
    await new Promise((done) => setTimeout(done, 400));
    expect(reader.isRunning).toBe(false);
  });
});

/** A JPEG with nothing in it but this XMP. */
function jpegWith(description: string): Buffer {
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#">${description}</rdf:RDF></x:xmpmeta>`;
  const body = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`);
  const head = Buffer.from('ffd8ffe10000', 'hex');
  head.writeUInt16BE(body.length + 2, 4);
  return Buffer.concat([head, body, Buffer.from('ffd9', 'hex')]);
}

describe('text that no database holds', () => {
  const makeOf = async (written: string): Promise<string | undefined> => {
    const path = join(folder, 'written.jpg');
    await writeFile(path, jpegWith(`<rdf:Description rdf:about="" tiff:Make="${written}"/>`));
    const outcome = await open().read(path);
    return outcome.outcome === 'read' ? outcome.tags.xmp['Make'] : JSON.stringify(outcome);
  };

  it.each([
    ['NUL', 'A&#0;B', 'A\ufffdB'],
    ['half a character', 'A&#xD800;B', 'A\ufffdB'],
    ['a character cut in two', `${'a'.repeat(1_999)}😀`, `${'a'.repeat(1_999)}\ufffd`],
  ])('is replaced visibly: %s', async (_, written, kept) => expect(await makeOf(written)).toBe(kept));

  it('also in the names of programs', async () => {
    const path = join(folder, 'history.jpg');
    const entry = `<rdf:li stEvt:action="saved" stEvt:softwareAgent="${'a'.repeat(99)}😀"/>`;
    await writeFile(
      path,
      jpegWith(
        `<rdf:Description rdf:about=""><xmpMM:History><rdf:Seq>${entry}</rdf:Seq></xmpMM:History></rdf:Description>`,
      ),
    );
    expect(await open().read(path)).toMatchObject({ tags: { historyTools: [`${'a'.repeat(99)}\ufffd`] } });
  });
});

withSamples(title('real pictures'), () => {
  const tagsOf = async (name: string): Promise<RawTags> => {
    const outcome = await reader.read(join(IMAGES, name));
    if (outcome.outcome !== 'read') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return outcome.tags;
  };

  it('gives the XMP of a drone with its serial numbers', async () => {
    open();
    const tags = await tagsOf('08-thermal-H20N-M300-lrf-dronesn.jpg');
    expect(tags).toMatchObject({
      fileType: 'jpeg',
      widthPixels: 640,
      heightPixels: 512,
      isDjiXmp: true,
      partial: false,
    });
    expect(tags.xmp).toMatchObject({ DroneSerialNumber: '1ZNBJC400C0029', CameraSerialNumber: '4WZAJCF02AA00Y' });
    expect(tags.exif).toMatchObject({ Model: 'ZH20N', GPSLatitudeRef: 'N' });
  });

  it('does not hang on the 80 bytes that hang another reader', async () => {
    open();
    const outcome = await reader.read(join(IMAGES, 'hang_exifr_80bytes.heic'));
    expect(outcome.outcome).not.toBe('timeout');
  });

  it('leaves a file that cannot be read its digest', async () => {
    open();
    const path = join(IMAGES, 'corrupt_ihdr.png');
    expect((await reader.read(path)).outcome).toBe('unreadable');
    expect(await digestFile(path)).toEqual(digestBytes(await readFile(path)));
  });

  it('says when it saw only the head', async () => {
    open({ headBytes: 60_000 });
    expect(await tagsOf('08-thermal-H20N-M300-lrf-dronesn.jpg')).toMatchObject({ partial: true, isDjiXmp: true });
  });
});
