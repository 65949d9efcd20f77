import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { renderPhoto } from '../../../scripts/simulator/photo.js';
import type { PositionClaim } from '../../../src/evidence/metadata/claim.types.js';
import { judgeOutcome } from '../../../src/evidence/metadata/claims.rules.js';
import { METADATA_READER_DEFAULTS, MetadataReader } from '../../../src/evidence/metadata/metadata.reader.js';

const IMAGES = resolve(process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data', 'images');
const SAME_DEGREES = 1e-5;
const RECEIVED_AT = new Date('2026-03-01T04:00:00Z');
const run = promisify(execFile);

const withExiftool = hasExiftool() ? describe : describe.skip;
const withSamples = existsSync(IMAGES) ? it : it.skip;

interface Oracle {
  readonly 'GPS:GPSLatitude'?: number | string;
  readonly 'GPS:GPSLongitude'?: number | string;
  readonly 'GPS:GPSLatitudeRef'?: string;
  readonly 'GPS:GPSLongitudeRef'?: string;
  readonly 'XMP-drone-dji:GPSLatitude'?: number | string;
  readonly 'XMP-drone-dji:GPSLongitude'?: number | string;
  readonly 'XMP-drone-dji:GPSLongtitude'?: number | string;
}

function hasExiftool(): boolean {
  try {
    execFileSync('exiftool', ['-ver'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

withExiftool('positions against exiftool (skipped without it: libimage-exiftool-perl)', () => {
  let folder: string;
  const reader = new MetadataReader();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  });
  afterAll(async () => {
    await reader.close();
    await rm(folder, { recursive: true });
  });

  async function oracleOf(path: string): Promise<Oracle> {
    const asked = run('exiftool', ['-j', '-n', '-G1', '-GPS:all', '-XMP-drone-dji:all', path]);
    // Of what is no picture it says so by its exit code.
    const stdout = await asked.then(
      (answer) => answer.stdout,
      () => '[{}]',
    );
    return (JSON.parse(stdout) as Oracle[])[0] ?? {};
  }

  /** What both say of one file by one source; empty where exiftool has no position there that could be on the globe. */
  async function compared(
    path: string,
  ): Promise<{ source: string; ours: readonly number[]; theirs: readonly number[] }[]> {
    const startedAt = Date.now();
    const outcome = await reader.read(path);
    expect(Date.now() - startedAt).toBeLessThan(METADATA_READER_DEFAULTS.timeLimitMs);
    const { positions } = judgeOutcome(outcome, RECEIVED_AT);
    const oracle = await oracleOf(path);
    const exif = [
      signed(oracle['GPS:GPSLongitude'], oracle['GPS:GPSLongitudeRef']),
      signed(oracle['GPS:GPSLatitude'], oracle['GPS:GPSLatitudeRef']),
    ];
    const dji = [
      number(oracle['XMP-drone-dji:GPSLongitude'] ?? oracle['XMP-drone-dji:GPSLongtitude']),
      number(oracle['XMP-drone-dji:GPSLatitude']),
    ];
    return [
      { source: 'exif_gps', theirs: exif, ours: lonLat(positions, 'exif_gps') },
      { source: 'xmp_dji', theirs: dji, ours: lonLat(positions, 'xmp_dji') },
    ].filter(({ theirs }) => theirs.every((value) => !Number.isNaN(value)));
  }

  async function agree(path: string): Promise<number> {
    const all = await compared(path);
    for (const { source, ours, theirs } of all) {
      const off = theirs.map((value, nth) => Math.abs(value - (ours[nth] ?? NaN)));
      expect([basename(path), source, off.every((degrees) => degrees <= SAME_DEGREES)]).toEqual([
        basename(path),
        source,
        true,
      ]);
    }
    return all.length;
  }

  withSamples('are the same in every sample, none of which hangs or breaks the reader', async () => {
    const names = (await readdir(IMAGES)).filter((name) => name !== 'MANIFEST.md');
    let count = 0;
    for (const name of names) count += await agree(join(IMAGES, name));
    expect(names.length).toBeGreaterThan(15);
    expect(count).toBeGreaterThan(10);
  });

  it('are the same in pictures made here, in each quarter of the globe, in EXIF and in DJI’s XMP', async () => {
    const places = [
      { lon: 116.5423, lat: 37.8861 },
      { lon: -70.123456, lat: -33.987654 },
      { lon: 151.2093, lat: -33.8688 },
      { lon: -0.0000278, lat: 51.4779 },
      { lon: 0, lat: 12.5 },
      { lon: 179.9999, lat: 0 },
    ];
    for (const [nth, position] of places.entries()) {
      const path = join(folder, `made-${nth}.jpg`);
      await writeFile(path, await madePicture(position));
      expect(await agree(path)).toBe(2);
    }
  });

  it.each(['jpeg', 'png', 'webp'] as const)('are the same in a %s', async (format) => {
    const path = join(folder, `made.${format}`);
    const gps = {
      GPSLatitudeRef: 'S',
      GPSLatitude: '33/1 59/1 155544/10000',
      GPSLongitudeRef: 'W',
      GPSLongitude: '70/1 7/1 244416/10000',
    };
    const picture = sharp({ create: { width: 32, height: 24, channels: 3, background: '#6a8' } });
    await writeFile(
      path,
      await picture
        .toFormat(format)
        .withExif({ IFD0: { Make: 'X' }, IFD3: gps })
        .toBuffer(),
    );
    expect(await agree(path)).toBe(1);
  });
});

function madePicture(position: { lon: number; lat: number }): Promise<Buffer> {
  return renderPhoto({
    position,
    takenAt: new Date('2026-02-28T01:30:00Z'),
    aboveTakeoffMetres: 80,
    absoluteMetres: 95,
    gimbal: { yawDegrees: 30, pitchDegrees: -60, rollDegrees: 0 },
    airframeYawDegrees: 30,
    droneSerial: 'MADE-HERE',
    cameraSerial: 'CAM-0001',
    widthPixels: 64,
    heightPixels: 48,
  });
}

function number(value: number | string | undefined): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
}

function signed(value: number | string | undefined, reference: string | undefined): number {
  if (reference === undefined || reference.trim() === '') return NaN;
  const degrees = number(value);
  return /^[SW]/i.test(reference) ? -Math.abs(degrees) : degrees;
}

function lonLat(positions: readonly PositionClaim[], source: string): number[] {
  const claim = positions.find((one) => one.source === source);
  return [claim?.lon ?? NaN, claim?.lat ?? NaN];
}
