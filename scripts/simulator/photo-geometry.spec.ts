import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { groundCorners, type GroundPoint, type PixelPoint, pixelOf } from '../../src/geo/index.js';
import { cameraOf } from './camera/cameras.js';
import { onSite } from './ground/cover.js';
import { SITE_KINDS, type Site } from './ground/site.js';
import { lensOf, poseOf, renderPhoto, type SimulatedPhoto } from './photo.js';

const SIZE = { widthPixels: 1_600, heightPixels: 1_200 };
/** The word that marks the demonstration lies below. */
const UNMARKED_ROWS = 980;
const MARKER_METRES = 1;

const photoOf = (site: Site, over: Partial<SimulatedPhoto>): SimulatedPhoto => ({
  position: { lon: site.origin.lon + 0.0002, lat: site.origin.lat - 0.0001 },
  takenAt: new Date('2026-03-01T02:10:01Z'),
  aboveTakeoffMetres: 80,
  absoluteMetres: 100,
  gimbal: { yawDegrees: 0, pitchDegrees: -90, rollDegrees: 0 },
  airframeYawDegrees: 0,
  droneSerial: '1581F5FJD238900D79WS',
  cameraSerial: 'DEMONSTRATION',
  site,
  ...SIZE,
  ...over,
});

const siteOf = (kind: Site['kind'], markers: readonly GroundPoint[]): Site => ({
  kind,
  origin: { lon: 116.6, lat: 37.9 },
  bearingDegrees: 70,
  seed: 3,
  markers: markers.map((at) => ({ at, radiusMetres: MARKER_METRES })),
});

/** The middle of what is magenta around a pixel. */
async function markerNear(picture: Buffer, [u, v]: PixelPoint): Promise<PixelPoint | undefined> {
  const data = await sharp(picture).removeAlpha().raw().toBuffer();
  let [count, sumU, sumV] = [0, 0, 0];
  for (let y = Math.max(0, Math.floor(v) - 60); y < Math.min(UNMARKED_ROWS, v + 60); y += 1) {
    for (let x = Math.max(0, Math.floor(u) - 60); x < Math.min(SIZE.widthPixels, u + 60); x += 1) {
      const at = (y * SIZE.widthPixels + x) * 3;
      if ((data[at] ?? 0) < 200 || (data[at + 1] ?? 255) > 90 || (data[at + 2] ?? 0) < 200) continue;
      [count, sumU, sumV] = [count + 1, sumU + x + 0.5, sumV + y + 0.5];
    }
  }
  return count === 0 ? undefined : [sumU / count, sumV / count];
}

const MARKERS: readonly GroundPoint[] = [
  [17, -11],
  [0, 8],
  [40, 20],
  [-10, 30],
  [25, 45],
];
const POSES: Readonly<Record<string, Partial<SimulatedPhoto>>> = {
  'straight down': {},
  'straight down, turned': { gimbal: { yawDegrees: 137, pitchDegrees: -90, rollDegrees: 0 } },
  oblique: { gimbal: { yawDegrees: 30, pitchDegrees: -62, rollDegrees: 0 } },
  'oblique and rolled': { gimbal: { yawDegrees: -25, pitchDegrees: -70, rollDegrees: 8 }, aboveTakeoffMetres: 55 },
  'of another camera': { camera: cameraOf('0-77-0'), aboveTakeoffMetres: 118 },
};

describe('a rendered picture', () => {
  it.each(Object.keys(POSES))('shows places of the ground where the camera model says: %s', async (pose) => {
    const photo = photoOf(siteOf('river', MARKERS), POSES[pose] ?? {});
    const picture = await renderPhoto(photo);
    const offs: number[] = [];
    for (const marker of MARKERS) {
      const expected = pixelOf(poseOf(photo), lensOf(photo), marker);
      if (!expected || !isWell(expected)) continue;
      const [u, v] = (await markerNear(picture, expected)) ?? [NaN, NaN];
      offs.push(Math.hypot(u - expected[0], v - expected[1]));
    }
    expect(offs.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...offs)).toBeLessThan(1.5);
  });

  it('shows the corners of its footprint in its corners', async () => {
    const bare = photoOf(siteOf('farmland', []), { aboveTakeoffMetres: 60 });
    const corners = groundCorners(poseOf(bare), lensOf(bare)) ?? [];
    const photo = photoOf(siteOf('farmland', corners), { aboveTakeoffMetres: 60 });
    const picture = await renderPhoto(photo);
    // Of a disc around a corner a quarter is in the picture, its middle so far from both edges.
    const inwards = (4 * MARKER_METRES * (lensOf(photo).focalPixels / 60)) / (3 * Math.PI);
    for (const [corner, u] of [[0, inwards] as const, [SIZE.widthPixels, SIZE.widthPixels - inwards] as const]) {
      const [seenU, seenV] = (await markerNear(picture, [corner, 0])) ?? [NaN, NaN];
      expect(Math.hypot(seenU - u, seenV - inwards)).toBeLessThan(1.5);
    }
    expect(await markerNear(picture, [800, 500])).toBeUndefined();
  });

  it('looks different over every kind of site', async () => {
    const means = await Promise.all(
      SITE_KINDS.map(async (kind) => {
        const site = siteOf(kind, []);
        const photo = photoOf(site, { widthPixels: 400, heightPixels: 300 });
        const { channels } = await sharp(await renderPhoto(photo)).stats();
        return channels.map(({ mean }) => Math.round(mean)).join(' ');
      }),
    );
    expect(new Set(means).size).toBe(SITE_KINDS.length);
  });

  it('lays a site out along its bearing', () => {
    const [east, north] = onSite({ ...siteOf('river', []), bearingDegrees: 90 }, 100, 10);
    expect(east).toBeCloseTo(100, 9);
    expect(north).toBeCloseTo(-10, 9);
  });
});

function isWell([u, v]: PixelPoint): boolean {
  return u > 60 && u < SIZE.widthPixels - 60 && v > 60 && v < UNMARKED_ROWS - 60;
}
