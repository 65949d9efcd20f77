import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CameraPose, focalPixels, groundCorners, groundSeen, type Lens, pixelOf } from './camera.rules.js';

const overHead = { eastMetres: 0, northMetres: 0, heightMetres: 100, yawDegrees: 0, pitchDegrees: -90, rollDegrees: 0 };
/** A frame of 36 by 24 mm behind 50 mm. */
const lens: Lens = { widthPixels: 3_600, heightPixels: 2_400, focalPixels: 5_000 };

describe('the camera model', () => {
  it('shows straight below it a rectangle whose top points along the yaw', () => {
    const corners = groundCorners({ ...overHead, yawDegrees: 90 }, lens) ?? [];
    const expected = [
      [24, 36],
      [24, -36],
      [-24, -36],
      [-24, 36],
    ];
    expected.forEach(([east, north], nth) => {
      expect(corners[nth]?.[0]).toBeCloseTo(east ?? NaN, 6);
      expect(corners[nth]?.[1]).toBeCloseTo(north ?? NaN, 6);
    });
  });

  it('follows exact rays where the camera is tilted and rolled', () => {
    const corners = groundCorners({ ...overHead, pitchDegrees: -60, rollDegrees: 30 }, lens) ?? [];
    const expected = [
      [-28.5, 124.4],
      [50.7, 61.5],
      [18.1, 15.5],
      [-49.1, 54.1],
    ];
    expected.forEach(([east, north], nth) => {
      expect(corners[nth]?.[0]).toBeCloseTo(east ?? NaN, 0);
      expect(corners[nth]?.[1]).toBeCloseTo(north ?? NaN, 0);
    });
  });

  it('shows no ground at and above the horizon, and nothing behind it', () => {
    const level: CameraPose = { ...overHead, pitchDegrees: 0 };
    expect(groundSeen(level, lens, [1_800, 1_200])).toBeUndefined();
    expect(groundCorners(level, lens)).toBeUndefined();
    expect(pixelOf(level, lens, [0, -50])).toBeUndefined();
    const [u, v] = pixelOf(level, lens, [0, 50]) ?? [NaN, NaN];
    expect(u).toBeCloseTo(lens.widthPixels / 2, 9);
    expect(v).toBeCloseTo(lens.heightPixels / 2 + (lens.focalPixels * level.heightMetres) / 50, 9);
  });

  it('finds for every point of the ground that a pixel shows this pixel again', () => {
    const angle = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const pose = fc.record({
      eastMetres: angle(-5_000, 5_000),
      northMetres: angle(-5_000, 5_000),
      heightMetres: angle(2, 500),
      yawDegrees: angle(-180, 180),
      pitchDegrees: angle(-90, 0),
      rollDegrees: angle(-45, 45),
    });
    fc.assert(
      fc.property(pose, angle(0, 3_600), angle(0, 2_400), (camera, u, v) => {
        const seen = groundSeen(camera, lens, [u, v]);
        if (!seen) return;
        const [u2, v2] = pixelOf(camera, lens, seen) ?? [NaN, NaN];
        expect(Math.hypot(u2 - u, v2 - v)).toBeLessThan(1e-3);
      }),
    );
  });

  it('reads a focal length in terms of 35 mm film along the diagonal', () => {
    expect(focalPixels(24, 4_000, 3_000)).toBeCloseTo(2_773.3, 1);
  });
});
