import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MetadataClaims } from '../../src/evidence/metadata/claim.types.js';
import { judgeOutcome } from '../../src/evidence/metadata/claims.rules.js';
import { MetadataReader } from '../../src/evidence/metadata/metadata.reader.js';
import sharp from 'sharp';
import { type SimulatedPhoto, photoFileName, renderPhoto } from './photo.js';

const photo: SimulatedPhoto = {
  position: { lon: 115.464512345, lat: 38.874098765 },
  takenAt: new Date('2026-03-01T02:10:01Z'),
  aboveTakeoffMetres: 61.25,
  absoluteMetres: 84.5,
  gimbal: { yawDegrees: -92.5, pitchDegrees: -60, rollDegrees: 0 },
  airframeYawDegrees: -90,
  droneSerial: '1581F5FJD238900D79WS',
  cameraSerial: '4XF"<&0001',
  widthPixels: 800,
  heightPixels: 600,
};

describe('a simulated photo', () => {
  const reader = new MetadataReader();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'photo-'));
  });
  afterAll(async () => {
    await reader.close();
    await rm(folder, { recursive: true });
  });

  const claimsOf = async (name: string, bytes: Buffer): Promise<MetadataClaims> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return judgeOutcome(await reader.read(path), new Date('2026-03-01T03:00:00Z'));
  };

  it('is read back as what it was rendered for', async () => {
    const claims = await claimsOf('north-east.jpg', await renderPhoto(photo));
    expect(claims.flags).toEqual([]);
    expect(claims.positions.map(({ source }) => source)).toEqual(['exif_gps', 'xmp_dji']);
    for (const { lon, lat } of claims.positions) {
      expect(lon).toBeCloseTo(photo.position.lon, 7);
      expect(lat).toBeCloseTo(photo.position.lat, 7);
    }
    expect(claims.time?.claim).toMatchObject({
      at: '2026-03-01T02:10:01.000Z',
      written: '2026:03:01 10:10:01',
      zone: 'from_xmp',
    });
    expect(claims).toMatchObject({
      heights: { aboveTakeoffMetres: 61.25, absoluteMetres: 84.5, exifMetres: 84.5 },
      gimbal: { yawDegrees: -92.5, pitchDegrees: -60, rollDegrees: 0 },
      airframe: { yawDegrees: -90 },
      camera: { make: 'DJI', model: 'M3T', droneSerial: photo.droneSerial, serial: photo.cameraSerial },
      dimensions: { widthPixels: 800, heightPixels: 600, orientation: 1 },
    });
  });

  it('may lie in the south-west', async () => {
    const { position } = await claimsOf(
      'south-west.jpg',
      await renderPhoto({ ...photo, position: { lon: -70.9999999, lat: -33.5 } }),
    );
    expect(position?.claim.lon).toBeCloseTo(-70.9999999, 6);
    expect(position?.claim.lat).toBeCloseTo(-33.5, 6);
  });

  it('shows ground that moves with the camera, and the word in white', async () => {
    const pixels = async (over: Partial<SimulatedPhoto>): Promise<Buffer> =>
      sharp(await renderPhoto({ ...photo, ...over }))
        .raw()
        .toBuffer();
    const first = await pixels({});
    expect((await pixels({})).equals(first)).toBe(true);
    expect((await pixels({ gimbal: { yawDegrees: 40, pitchDegrees: -90, rollDegrees: 0 } })).equals(first)).toBe(false);
    const word = first.subarray(800 * 3 * 510);
    const white = word.filter((value) => value > 235).length / word.length;
    expect(white).toBeGreaterThan(0.05);
    expect(white).toBeLessThan(0.4);
  });

  it('is named as the camera names its files', () => {
    expect(photoFileName(photo.takenAt, 12)).toBe('DJI_20260301101001_0012_V.JPG');
  });
});
