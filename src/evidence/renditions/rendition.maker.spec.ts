import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Gate } from './gate.js';
import { type MadeRendition, RenditionMaker } from './rendition.maker.js';

let folder: string;
const maker = new RenditionMaker();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renditions-'));
});
afterAll(async () => rm(folder, { recursive: true }));

/** A picture whose left half is red and right half blue, with EXIF, as JPEG. */
async function redAndBlue(widthPixels: number, heightPixels: number, orientation = 1): Promise<Buffer> {
  const half = { width: Math.floor(widthPixels / 2), height: heightPixels, channels: 3 as const };
  const red = await sharp({ create: { ...half, background: '#d01020' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: widthPixels, height: heightPixels, channels: 3, background: '#1030d0' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({ IFD0: { Make: 'DJI' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '38/1 0/1 0/1' } })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();
}

async function made(
  name: string,
  bytes: Buffer,
): Promise<{ preview: MadeRendition; thumbnail: MadeRendition; partial: boolean }> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const outcome = await maker.make(path);
  if (outcome.outcome === 'failed') throw new Error(outcome.reason);
  const [preview, thumbnail] = outcome.renditions;
  if (!preview || !thumbnail) throw new Error('a rendition is missing');
  return { preview, thumbnail, partial: outcome.partial };
}

/** A picture with its pixels spoilt, and in the place of its EXIF block one that carries a thumbnail, to be turned by 90°. */
async function undecodable(thumbnail: Buffer): Promise<Buffer> {
  const room = 'x'.repeat(thumbnail.length + 200);
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#2040c0' } });
  const bytes = await picture
    .withExif({ IFD0: { ImageDescription: room } })
    .avif()
    .toBuffer();
  const pixels = bytes.indexOf('mdat') + 4;
  const block = bytes.indexOf(Buffer.from('II*\0', 'latin1'), pixels);
  bytes.fill(0x7f, pixels, block - 10);
  const tiff = Buffer.from(
    '4d4d002a00000008 0001 011200030000000100060000 0000001a 0002 020100040000000100000038 0202000400000001'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );
  const length = Buffer.alloc(8);
  length.writeUInt32BE(thumbnail.length);
  Buffer.concat([tiff, length, thumbnail]).copy(bytes, block);
  return bytes;
}

describe('renditions', () => {
  it('are a preview of 2048 and a thumbnail of 512 pixels on the longer edge', async () => {
    const { preview, thumbnail, partial } = await made('large.jpg', await redAndBlue(3000, 2000));
    expect(preview).toMatchObject({ name: 'preview', mediaType: 'image/jpeg', widthPixels: 2048, heightPixels: 1365 });
    expect(thumbnail).toMatchObject({
      name: 'thumbnail',
      mediaType: 'image/webp',
      widthPixels: 512,
      heightPixels: 341,
    });
    expect(partial).toBe(false);
  });

  it('never enlarge', async () => {
    const { preview, thumbnail } = await made('small.jpg', await redAndBlue(300, 200));
    expect([preview.widthPixels, thumbnail.widthPixels]).toEqual([300, 300]);
  });

  it('are turned upright once and carry no metadata', async () => {
    const { preview, thumbnail } = await made('turned.jpg', await redAndBlue(300, 200, 6));
    for (const { bytes, widthPixels, heightPixels } of [preview, thumbnail]) {
      expect([widthPixels, heightPixels]).toEqual([200, 300]);
      const metadata = await sharp(bytes).metadata();
      expect([metadata.exif, metadata.xmp, metadata.icc, metadata.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      const [red = 0, , blue = 0] = await sharp(bytes)
        .extract({ left: 100, top: 10, width: 1, height: 1 })
        .raw()
        .toBuffer();
      expect(red).toBeGreaterThan(blue + 100);
    }
  });

  it('of a cut-off file show what there is, and say so', async () => {
    const whole = await redAndBlue(1200, 900);
    const { partial } = await made('cut.jpg', whole.subarray(0, Math.floor(whole.length * 0.6)));
    expect(partial).toBe(true);
  });

  it('of a file whose pixels cannot be decoded here show the thumbnail it carries, upright, and say so', async () => {
    const path = join(folder, 'undecodable.heic');
    const thumbnail = await redAndBlue(160, 120);
    await writeFile(path, await undecodable(thumbnail));
    await expect(sharp(path, { failOn: 'none' }).raw().toBuffer()).rejects.toThrow();
    const outcome = await maker.make(path);
    expect(outcome).toMatchObject({ outcome: 'made', partial: false, embedded: true });
    const renditions = outcome.outcome === 'made' ? outcome.renditions : [];
    expect(renditions.map(({ widthPixels, heightPixels }) => [widthPixels, heightPixels])).toEqual([
      [120, 160],
      [120, 160],
    ]);
    await writeFile(path, await undecodable(Buffer.from('ffd8ffe0 no picture', 'latin1')));
    expect(await maker.make(path)).toEqual({ outcome: 'failed', reason: 'NOT_DECODABLE' });
  });

  it('stop at the pixel limit before anything is decoded', async () => {
    const path = join(folder, 'bomb.jpg');
    await writeFile(path, await redAndBlue(400, 300));
    const strict = new RenditionMaker({ pixelLimit: 100_000 });
    expect(await strict.make(path)).toEqual({ outcome: 'failed', reason: 'TOO_MANY_PIXELS' });
  });

  it.each([
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
    ['page.html', '<!doctype html><p>x</p>'],
    ['paper.pdf', '%PDF-1.4\n%%EOF'],
    ['nothing.jpg', ''],
  ])('of %s there are none', async (name, text) => {
    const path = join(folder, name);
    await writeFile(path, text);
    expect(await maker.make(path)).toEqual({ outcome: 'failed', reason: 'NOT_DECODABLE' });
  });
});

describe('the gate', () => {
  it('lets so many in at once, and goes on after one failed', async () => {
    const gate = new Gate(2);
    let inside = 0;
    let most = 0;
    const work = async (index: number): Promise<number> => {
      most = Math.max(most, (inside += 1));
      await new Promise((done) => setTimeout(done, 5));
      inside -= 1;
      if (index === 1) throw new Error('one failed');
      return index;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => gate.run(() => work(index))));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect(most).toBe(2);
  });
});

const IMAGES = resolve(process.env.SKYDOCKET_SAMPLES ?? '../shared/data', 'images');
const withSamples = existsSync(IMAGES) ? describe : describe.skip;

withSamples(existsSync(IMAGES) ? 'real pictures' : `real pictures (skipped: none at ${IMAGES})`, () => {
  it.each([
    ['03-visible-FC8482-poor-sharpness.jpg', 2048, 1536],
    ['08-thermal-H20N-M300-lrf-dronesn.jpg', 640, 512],
    ['06-thermal-XT2.jpg', 640, 512],
    ['p4rtk_pitch60_0142.tif', 1368, 912],
    ['multispectral_tiny.tif', 48, 36],
    ['orient_6.jpg', 600, 450],
    ['gps_null_island.jpg', 480, 640],
  ])('%s gives a preview of %d × %d', async (name, width, height) => {
    const outcome = await maker.make(join(IMAGES, name));
    expect(outcome).toMatchObject({ outcome: 'made', partial: false });
    expect(outcome.outcome === 'made' && outcome.renditions[0]).toMatchObject({
      widthPixels: width,
      heightPixels: height,
    });
  });

  it.each(['hang_exifr_80bytes.heic', 'corrupt_ihdr.png', 'heic_gps.heic'])(
    '%s has none, and that is an outcome',
    async (name) => {
      expect(await maker.make(join(IMAGES, name))).toEqual({ outcome: 'failed', reason: 'NOT_DECODABLE' });
    },
  );
});
