import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { MARKER } from '../../../scripts/simulator/ground/colour.js';
import { renderScene } from '../../../scripts/simulator/scene.js';
import { footprintOf } from '../../../src/evidence/footprint/footprint.rules.js';
import type { ComputedDetails, RealLens, Standing } from '../../../src/evidence/footprint/footprint.types.js';
import { contains, distanceToEdgeMetres, metresPlane } from '../../../src/geo/index.js';
import { type TextbookCamera, textbookPixel, textbookSlant } from '../../support/textbook-camera.js';

const SPOT = { lon: 116.5423, lat: 37.8861 };
const plane = metresPlane(SPOT);
const HEIGHTS = { laser: null, takeoff_relative: 100, telemetry: null };

const NADIR: Standing = {
  position: SPOT,
  positionSigmaMetres: 5,
  height: { source: 'takeoff_relative', metres: 100, sigmaMetres: 3 },
  yawDegrees: 0,
  pitchDegrees: -90,
  rollDegrees: 0,
};
/** A frame of 36 by 24 mm behind 50 mm. */
const FRAME: RealLens = {
  widthPixels: 3_600,
  heightPixels: 2_400,
  focalXPixels: 5_000,
  focalYPixels: 5_000,
  axisXPixels: 0,
  axisYPixels: 0,
  distortion: null,
  source: 'calibrated_focal_length',
  focalSigma: 0.01,
};
const CURVED: RealLens = {
  ...FRAME,
  focalXPixels: 2_400,
  focalYPixels: 2_396,
  axisXPixels: -3,
  axisYPixels: 15,
  distortion: { k1: -0.26, k2: 0.11, k3: -0.03, p1: 0.0009, p2: 0.0001 },
};

function details(standing: Standing, lens: RealLens): ComputedDetails {
  const footprint = footprintOf(standing, lens, HEIGHTS);
  if (footprint.outcome !== 'computed') throw new Error(footprint.outcome);
  return footprint.details as unknown as ComputedDetails;
}

function polygon(standing: Standing, lens: RealLens): Polygon | undefined {
  const { geometry } = footprintOf(standing, lens, HEIGHTS);
  return geometry?.type === 'Polygon' ? geometry : undefined;
}

function textbook({ height, yawDegrees, pitchDegrees, rollDegrees }: Standing, lens: RealLens): TextbookCamera {
  const { k1, k2, k3, p1, p2 } = lens.distortion ?? { k1: 0, k2: 0, k3: 0, p1: 0, p2: 0 };
  const angles = { yawDegrees, pitchDegrees, rollDegrees };
  return { ...lens, ...angles, heightMetres: height.metres, distortion: [k1, k2, k3, p1, p2] };
}

describe('the ground that a picture shows', () => {
  it('has the corners that exact rays give', () => {
    const { corners } = details({ ...NADIR, pitchDegrees: -60, rollDegrees: 30 }, FRAME);
    const metres = corners.map((corner) => plane.to(corner).map((part) => Math.round(part * 10) / 10));
    expect(metres).toEqual([
      [-28.5, 124.4],
      [50.7, 61.5],
      [18.1, 15.5],
      [-49.1, 54.1],
    ]);
  });

  it('has its corners in the corners of a camera written from the textbook, whatever the pose and the lens', () => {
    const angle = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const pose = fc.record({
      height: fc.record({
        source: fc.constant('takeoff_relative' as const),
        metres: angle(5, 400),
        sigmaMetres: fc.constant(3),
      }),
      yawDegrees: angle(-180, 180),
      pitchDegrees: angle(-120, -30),
      rollDegrees: angle(-40, 40),
    });
    let compared = 0;
    fc.assert(
      fc.property(pose, fc.constantFrom(FRAME, CURVED), (angles, lens) => {
        const standing = { ...NADIR, ...angles };
        const footprint = footprintOf(standing, lens, HEIGHTS);
        if (footprint.outcome !== 'computed') return;
        const { widthPixels: width, heightPixels: height } = lens;
        const expected = [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ];
        const { corners } = footprint.details as unknown as ComputedDetails;
        corners.forEach((corner, nth) => {
          const [east, north] = plane.to(corner);
          const [u = NaN, v = NaN] = textbookPixel(textbook(standing, lens), north, east) ?? [];
          expect(Math.hypot(u - (expected[nth]?.[0] ?? NaN), v - (expected[nth]?.[1] ?? NaN))).toBeLessThan(0.05);
        });
        compared += 1;
      }),
    );
    expect(compared).toBeGreaterThan(30);
  });

  it('holds what the textbook camera shows, and nothing else', () => {
    const standing = { ...NADIR, yawDegrees: 127, pitchDegrees: -55, rollDegrees: 4 };
    const shape = polygon(standing, CURVED);
    const camera = textbook(standing, CURVED);
    const counted = { inside: 0, outside: 0 };
    for (let east = -250; east <= 250; east += 5) {
      for (let north = -250; north <= 250; north += 5) {
        // Far off its axis a lens model folds back into the picture.
        if (!shape || textbookSlant(camera, north, east) > 1.2) continue;
        const place = plane.from([east, north]);
        if (distanceToEdgeMetres(shape, place) < 1.5) continue;
        const [u = -1, v = -1] = textbookPixel(camera, north, east) ?? [];
        const isShown = u >= 0 && v >= 0 && u <= CURVED.widthPixels && v <= CURVED.heightPixels;
        expect([east, north, contains(shape, place)]).toEqual([east, north, isShown]);
        counted[isShown ? 'inside' : 'outside'] += 1;
      }
    }
    expect(counted.inside).toBeGreaterThan(200);
    expect(counted.outside).toBeGreaterThan(200);
  });

  it('fills the picture that is rendered of it to the last pixel', () => {
    const lens = { ...FRAME, widthPixels: 360, heightPixels: 240, focalXPixels: 300, focalYPixels: 300 };
    const standing = { ...NADIR, yawDegrees: -40, pitchDegrees: -65, rollDegrees: 8 };
    const shape = polygon(standing, lens);
    const pose = { ...standing, eastMetres: 0, northMetres: 0, heightMetres: standing.height.metres };
    const grass = 0x20_80_20;
    const marked = (share: number): number => {
      const painted = renderScene(pose, { ...lens, focalPixels: lens.focalXPixels }, (east, north) =>
        shape && contains(shape, plane.from([east * share, north * share])) ? MARKER : grass,
      );
      let count = 0;
      for (let at = 0; at < painted.data.length; at += 3) count += painted.data.readUIntBE(at, 3) === MARKER ? 1 : 0;
      return count / (painted.width * painted.height);
    };
    expect(marked(1)).toBeGreaterThan(0.998);
    // The same ground a twentieth farther out is not in the polygon any more: it is no larger than the picture either.
    expect(marked(1.05)).toBeLessThan(0.97);
  });

  it('runs counter-clockwise and closes, also where the camera looks past the point below it', () => {
    for (const pitchDegrees of [-70, -90, -110]) {
      const ring = polygon({ ...NADIR, pitchDegrees }, FRAME)?.coordinates[0];
      const area = (ring ?? []).reduce((sum, [x = 0, y = 0], nth) => {
        const [nextX = 0, nextY = 0] = ring?.[(nth + 1) % ring.length] ?? [];
        return sum + (x - SPOT.lon) * (nextY - SPOT.lat) - (nextX - SPOT.lon) * (y - SPOT.lat);
      }, 0);
      expect(area).toBeGreaterThan(0);
      expect(ring?.at(0)).toEqual(ring?.at(-1));
      expect(ring?.length).toBe(33);
    }
  });

  it('is refused at and above the horizon, and beyond the range that is stated', () => {
    expect(footprintOf({ ...NADIR, pitchDegrees: 0 }, FRAME, HEIGHTS)).toMatchObject({
      outcome: 'above_horizon',
      geometry: null,
    });
    expect(footprintOf({ ...NADIR, pitchDegrees: 45 }, FRAME, HEIGHTS).outcome).toBe('above_horizon');
    expect(footprintOf({ ...NADIR, pitchDegrees: -15 }, FRAME, HEIGHTS)).toMatchObject({
      outcome: 'beyond_range',
      geometry: null,
      details: { farthestMetres: 3_000 },
    });
    expect(footprintOf({ ...NADIR, position: { lon: 179.9999, lat: 0 } }, FRAME, HEIGHTS).outcome).toBe('map_edge');
    const folded = { ...FRAME, distortion: { k1: -3, k2: 0, k3: 0, p1: 0, p2: 0 } };
    expect(footprintOf(NADIR, { ...folded, focalXPixels: 1_000, focalYPixels: 1_000 }, HEIGHTS).outcome).toBe(
      'lens_unknown',
    );
  });

  it('says how sure it is: surer straight below, and of the near side', () => {
    const below = details(NADIR, FRAME);
    // 5 m of the receiver, 100 m by a degree twice and about the axis, 3 m of height across half a frame.
    expect(below.uncertaintyMetres.near).toBeGreaterThan(5);
    expect(below.uncertaintyMetres.near).toBeLessThan(6.5);
    expect(below.nearMetres).toBe(0);
    const oblique = details({ ...NADIR, pitchDegrees: -40 }, FRAME);
    const { near, far } = oblique.uncertaintyMetres;
    expect(far).toBeGreaterThan(2 * (near ?? Infinity));
    expect(oblique.nearMetres).toBeCloseTo(100 / Math.tan(((40 + 13.4957) / 180) * Math.PI), 0);
    expect(oblique.farMetres).toBeGreaterThan(oblique.nearMetres);
    const nearHorizon = details({ ...NADIR, pitchDegrees: -15.8, height: { ...NADIR.height, metres: 10 } }, FRAME);
    expect(nearHorizon.uncertaintyMetres.far ?? 1_000).toBeGreaterThan(50);
  });
});
