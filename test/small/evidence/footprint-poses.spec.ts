import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Polygon } from 'geojson';
import type { ComputedDetails, Footprint } from '../../../src/evidence/footprint/footprint.types.js';
import { photoFootprint } from '../../../src/evidence/footprint/standing.rules.js';
import { judgeOutcome } from '../../../src/evidence/metadata/claims.rules.js';
import { MetadataReader } from '../../../src/evidence/metadata/metadata.reader.js';
import type { RawTags } from '../../../src/evidence/metadata/raw-tags.js';
import { geodesicDistance, type Position } from '../../../src/geo/index.js';
import { type BundleCamera, groundSeen } from '../../support/bundle-camera.js';

const IMAGES = resolve(process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data', 'images');
const isThere = existsSync(IMAGES);
const withSamples = isThere ? describe : describe.skip;
const title = isThere ? 'real pictures' : `real pictures (skipped: no sample images at ${IMAGES})`;

/**
 * The pose that bundle adjustment found for this picture among those of its survey (OpenSfM in the test data of
 * leftfield-geospatial/orthority), in metres east, north and up of the reference.
 */
const SURVEYED: BundleCamera = {
  rotation: [2.6377883686995003, 0.04659603116816312, -0.011098950252461201],
  translation: [-74.05929513354764, -17.729274677054462, 222.56652676404326],
  lens: {
    width: 1_368,
    height: 912,
    focal: 0.6664614123723713,
    centre: [-0.0015460447606643697, 0.004751874732641298],
    distortion: [
      -0.2640629100413887, 0.10188934223670705, -0.02581956399353581, 0.0007345906274317972, 0.0002595206713083041,
    ],
  },
};
const REFERENCE = { lon: 120.9505624780138, lat: 24.680944366323203 };
/** Of the camera above the sea less above take-off, as the file says: the level that our own polygon lies on. */
const TAKEOFF_LEVEL_METRES = 186.44 - 99.89;
const POINTS_AN_EDGE = 8;

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** The same points that the polygon is made of: from the upper left corner clockwise. */
const OUTLINE = CORNERS.flatMap(([across, down], nth) => {
  const [toAcross, toDown] = CORNERS[(nth + 1) % CORNERS.length] ?? [across, down];
  return Array.from({ length: POINTS_AN_EDGE }, (_, step) => {
    const share = step / POINTS_AN_EDGE;
    return [across + (toAcross - across) * share, down + (toDown - down) * share] as const;
  });
});

withSamples(title, () => {
  const reader = new MetadataReader();
  afterAll(() => reader.close());

  async function read(name: string): Promise<{ tags: RawTags; footprint: (tags?: RawTags) => Computed }> {
    const outcome = await reader.read(join(IMAGES, name));
    if (outcome.outcome !== 'read') throw new Error(`${name}: ${outcome.outcome}`);
    const { heights, gimbal, position } = judgeOutcome(outcome, new Date('2026-03-01T04:00:00Z'));
    const footprint = (tags = outcome.tags) =>
      computed(
        photoFootprint({
          position: position && { lon: position.claim.lon, lat: position.claim.lat },
          metadata: { heights, gimbal, tags },
          trackHeightMetres: null,
        }),
      );
    return { tags: outcome.tags, footprint };
  }

  /** In metres, point by point of the outline, against the surveyed pose on the same level ground. */
  function errors({ geometry: { coordinates }, details: { corners } }: Computed): number[] {
    const ring = (coordinates[0] ?? []).slice(0, -1).map(([lon = NaN, lat = NaN]) => metresFromReference({ lon, lat }));
    const first = metresFromReference(corners[0]!);
    // The ring may run either way; the picture's outline is found in it by its first corner.
    const start = ring.findIndex((point) => apart(point, first) < 0.01);
    return OUTLINE.map((shares, nth) => {
      const expected = groundSeen(SURVEYED, shares, TAKEOFF_LEVEL_METRES);
      const [forth, back] = [start + nth, start - nth].map((index) => ring.at(index % ring.length)!);
      return Math.min(apart(forth!, expected), apart(back!, expected));
    });
  }

  it('lie where bundle adjustment puts them: 3.8 m off in the median, 19.6 m at worst, 290 m away', async () => {
    const { footprint } = await read('p4rtk_pitch60_0142.tif');
    const shown = footprint();
    const { lens, height, farMetres, uncertaintyMetres } = shown.details;
    expect(lens).toMatchObject({ source: 'dewarp_data', straightened: true });
    expect(height).toEqual({ source: 'takeoff_relative', metres: 99.89, sigmaMetres: 0.1 });
    expect(Math.round(farMetres / 10) * 10).toBe(290);
    const metres = errors(shown).toSorted((a, b) => a - b);
    expect(metres).toHaveLength(32);
    expect(((metres[15] ?? NaN) + (metres[16] ?? NaN)) / 2).toBeCloseTo(3.8, 1);
    expect(metres.at(-1)).toBeCloseTo(19.6, 1);
    // What we say of ourselves holds there: one standard deviation published, missed by less than two.
    expect(uncertaintyMetres.far).toBeCloseTo(14.9, 1);
  });

  it('would lie 74 m off at worst if the bent lens were taken for a straight one', async () => {
    const { tags, footprint } = await read('p4rtk_pitch60_0142.tif');
    const metres = errors(footprint({ ...tags, xmp: { ...tags.xmp, DewarpFlag: '1' } }));
    expect(Math.max(...metres)).toBeCloseTo(73.8, 1);
  });

  it('have their middle where the range finder of the same gimbal met the ground, within 0.2 m', async () => {
    const { tags, footprint } = await read('08-thermal-H20N-M300-lrf-dronesn.jpg');
    const { height, corners } = footprint().details;
    expect(height.source).toBe('laser');
    const target = { lon: Number(tags.xmp.LRFTargetLon), lat: Number(tags.xmp.LRFTargetLat) };
    expect(geodesicDistance(crossing(corners), target)).toBeLessThan(0.2);
  });
});

interface Computed {
  readonly geometry: Polygon;
  readonly details: ComputedDetails;
}

function computed(footprint: Footprint | null): Computed {
  if (footprint?.outcome !== 'computed') throw new Error(footprint?.outcome ?? 'nothing');
  return footprint as unknown as Computed;
}

function metresFromReference({ lon, lat }: Position): readonly [number, number] {
  const [a, e2] = [6_378_137, 0.00669437999014];
  const phi = (REFERENCE.lat * Math.PI) / 180;
  const root = 1 - e2 * Math.sin(phi) ** 2;
  const [alongMeridian, alongParallel] = [(a * (1 - e2)) / root ** 1.5, (a / Math.sqrt(root)) * Math.cos(phi)];
  const turn = Math.PI / 180;
  return [(lon - REFERENCE.lon) * turn * alongParallel, (lat - REFERENCE.lat) * turn * alongMeridian];
}

function apart([east, north]: readonly [number, number], [toEast, toNorth]: readonly [number, number]): number {
  return Math.hypot(east - toEast, north - toNorth);
}

/** Of the diagonals: straight lines stay straight on level ground, so the middle of the picture lies on both. */
function crossing(corners: readonly Position[]): Position {
  const [a, b, c, d] = corners as readonly [Position, Position, Position, Position];
  const [ux, uy, vx, vy] = [c.lon - a.lon, c.lat - a.lat, d.lon - b.lon, d.lat - b.lat];
  const share = ((b.lon - a.lon) * vy - (b.lat - a.lat) * vx) / (ux * vy - uy * vx);
  return { lon: a.lon + share * ux, lat: a.lat + share * uy };
}
