import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { actionOf, anyWayline, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { cameraPoses } from '../../../src/missions/waylines/drawing/camera-pose.rules.js';
import { atOnce } from '../../../src/missions/airspace/deconfliction/deconfliction.rules.js';
import { judgeWayline as judgedInSteps } from '../../../src/missions/waylines/checks/wayline-check.rules.js';
import { drawWayline } from '../../../src/missions/waylines/drawing/wayline-drawing.rules.js';
import { labelled, labelOf, unlabelled } from '../../../src/missions/waylines/wayline-label.rules.js';
import { WAYLINE_MODELS } from '../../../src/missions/waylines/checks/wayline-model.data.js';
import { readKmz } from '../../../src/missions/waylines/wpml/wayline.file.js';
import { valueOf } from '../../../src/missions/waylines/wayline.types.js';
import { writeKmz, writeWpml } from '../../../src/missions/waylines/wpml/wpml.writer.js';

const judgeWayline = (...asked: Parameters<typeof judgedInSteps>) => atOnce(judgedInSteps(...asked));

const AT = new Date('2026-11-27T08:00:00Z');

/** Corners in metres east and north of a place in 东光县. */
function outline(...corners: readonly (readonly [number, number])[]): Polygon {
  const degrees = corners.map(([east, north]) => [116.6 + east / 87_740, 37.9 + north / 111_195]);
  return { type: 'Polygon', coordinates: [[...degrees, degrees[0] ?? []]] };
}

const circle = outline(
  ...Array.from({ length: 64 }, (_, i) => [
    200 * Math.cos((i / 32) * Math.PI), 200 * Math.sin((i / 32) * Math.PI)] as const), // prettier-ignore
);
const OUTLINES: readonly (readonly [string, Polygon])[] = [
  ['a square', outline([0, 0], [300, 0], [300, 300], [0, 300])],
  ['a square the other way round', outline([0, 0], [0, 300], [300, 300], [300, 0])],
  ['a circle', circle],
  ['a bend of a river', outline([0, 0], [400, 0], [400, 60], [60, 60], [60, 400], [0, 400])],
  ['a thin strip', outline([0, 0], [500, 0], [500, 12], [0, 12])],
  ['a sharp point', outline([0, 0], [600, 20], [600, 60])],
];

describe('a drawn wayline', () => {
  it.each(OUTLINES)('stays inside %s, comes back to its beginning, and photographs each corner', (_, geometry) => {
    const volume = { geometry, lowerMetres: 30, upperMetres: 90 };
    const wayline = drawWayline({ volume, model: WAYLINE_MODELS.m3t });
    const points = wayline?.paths[0]?.waypoints ?? [];
    expect(points.length).toBeGreaterThan(3);
    expect(points[0]?.position).toEqual(points.at(-1)?.position);
    if (!wayline) return;
    const { refusal, findings } = judgeWayline(wayline, {
      device: { type: 77, subType: 1 },
      volumes: [volume],
      zones: [],
    });
    expect(refusal).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(['terrain_unknown']);
    const poses = cameraPoses(wayline);
    expect(poses.map(({ point }) => point)).toEqual(points.map((__, i) => i));
    expect(
      poses.every(({ heightMetres, gimbalPitchDegrees }) => heightMetres === 60 && gimbalPitchDegrees === -45),
    ).toBe(true);
  });

  it('is none where there is no room, or not at that height', () => {
    const model = WAYLINE_MODELS.m30t;
    const narrow = { geometry: outline([0, 0], [500, 0], [500, 1.5], [0, 1.5]), lowerMetres: 30, upperMetres: 90 };
    expect(drawWayline({ volume: narrow, model })).toBeUndefined();
    const volume = { geometry: circle, lowerMetres: 30, upperMetres: 90 };
    expect(drawWayline({ volume, model, heightMetres: 91 })).toBeUndefined();
  });

  it.each(Object.entries(WAYLINE_MODELS))('for %s is a KMZ that comes back the same', async (_, model) => {
    const volume = { geometry: circle, lowerMetres: 30, upperMetres: 90 };
    const wayline = labelled(drawWayline({ volume, model }) ?? waylineOf([]), 'A-1');
    const folder = mkdtempSync(join(tmpdir(), 'wayline-'));
    const path = join(folder, 'drawn.kmz');
    writeFileSync(path, await writeKmz(wayline, AT));
    const read = await readKmz(path);
    rmSync(folder, { recursive: true });
    expect(read.wayline).toEqual(wayline);
    expect(read.wayline.mission).toMatchObject({ drone: model.drone, payloads: [{ type: model.payloads[0] }] });
    expect(read.templateType).toBe('waypoint');
  });
});

describe('a label', () => {
  it.each([
    ['东检行公〔2026〕17号', '东检行公-2026-17号'],
    ['A/1\\2:3*"<>|', 'A-1-2-3'],
    ['../../etc', 'etc'],
    ['〔〕', ''],
    ['字'.repeat(90), '字'.repeat(40)],
  ])('of %s is %s', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });

  it('is put on once and taken off again, whatever the wayline is', () => {
    fc.assert(
      fc.property(anyWayline(), (wayline) => {
        const marked = labelled(wayline, 'L-1');
        expect(labelled(marked, 'L-1')).toEqual(marked);
        expect(unlabelled(marked, 'L-1')).toEqual(unlabelled(wayline, 'L-1'));
      }),
      { numRuns: 60 },
    );
  });

  it('goes before a suffix that is there, and leaves what makes no file alone', () => {
    const actions = [actionOf('takePhoto', { fileSuffix: 'outfall' }), actionOf('hover', { hoverTime: 3 })];
    const wayline = waylineOf([pathOf([waypointAt(0, 60, { groups: [groupOf(0, actions)] })])]);
    const [, group] = labelled(wayline, 'L-1').paths[0]?.waypoints[0]?.groups ?? [];
    expect(group?.actions.map(({ parameters }) => valueOf(parameters, 'fileSuffix'))).toEqual([
      'L-1_outfall',
      undefined,
    ]);
    const silent = waylineOf([pathOf([waypointAt(0, 60, { groups: [groupOf(0, [actionOf('hover')])] })])]);
    expect(labelled(silent, 'L-1')).toEqual(silent);
  });
});

describe('camera poses', () => {
  const turn = (pitch: number, more = {}) =>
    actionOf('gimbalRotate', { gimbalPitchRotateEnable: 1, gimbalPitchRotateAngle: pitch, ...more });
  const posesOf = (...points: Parameters<typeof waypointAt>[]) =>
    cameraPoses(waylineOf([pathOf(points.map(([...point]) => waypointAt(...point)))]));

  it('carry the last turn of the camera on, and say nothing where none was', () => {
    const poses = posesOf(
      [0, 60, { groups: [groupOf(0, [actionOf('takePhoto'), turn(-30), actionOf('takePhoto')])] }],
      [100, 60, { groups: [groupOf(1, [actionOf('zoom', { focalLength: 48 }), actionOf('takePhoto')])] }],
    );
    expect(poses.map(({ gimbalPitchDegrees }) => gimbalPitchDegrees)).toEqual([null, -30, -30]);
    expect(poses.map(({ focalLengthMillimetres }) => focalLengthMillimetres)).toEqual([null, null, 48]);
  });

  it('turn evenly on the way, and are there at its end', () => {
    const even = groupOf(0, [actionOf('gimbalEvenlyRotate', { gimbalPitchRotateAngle: -80 })], { to: 1 });
    const photo = (at: number) => groupOf(at, [actionOf('takePhoto')]);
    const poses = posesOf([0, 60, { groups: [even, photo(0)] }], [100, 60, { groups: [photo(1)] }]);
    expect(poses.map(({ gimbalPitchDegrees }) => gimbalPitchDegrees)).toEqual([null, -80]);
  });

  it('face the way, the place or the angle that the waypoint says, until the aircraft is turned', () => {
    const heading = (mode: string, more = {}) => ({
      mode,
      angleDegrees: null,
      turning: null,
      towards: null,
      ...more,
    });
    const photo = (at: number) => [groupOf(at, [actionOf('takePhoto')])];
    const poi = { lon: 116.6, lat: 37.8, heightMetres: 0 };
    const turned = [groupOf(3, [actionOf('rotateYaw', { aircraftHeading: -90 }), actionOf('takePhoto')])];
    const poses = posesOf(
      [0, 60, { groups: photo(0) }],
      [100, 60, { groups: photo(1), heading: heading('towardPOI', { towards: poi }) }],
      [200, 60, { groups: photo(2), heading: heading('smoothTransition', { angleDegrees: -10 }) }],
      [300, 60, { groups: turned, heading: heading('manually') }],
    );
    expect(poses.map(({ headingDegrees }) => headingDegrees)).toEqual([0, 180, 350, 270]);
  });

  it('tell a photo every so many metres as one that is repeated', () => {
    const trigger = { type: 'multipleDistance', parameter: 15 };
    const poses = posesOf([0, 60, { groups: [groupOf(0, [actionOf('takePhoto')], { to: 1, trigger })] }], [100, 60]);
    expect(poses).toMatchObject([{ point: 0, untilPoint: 1, repeated: 'by distance', every: 15 }]);
  });
});

function has(program: string, argument: string): boolean {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('programs of others accept our files', () => {
  const wayline = drawWayline({
    volume: { geometry: circle, lowerMetres: 30, upperMetres: 90 },
    model: WAYLINE_MODELS.m350,
  });
  const within = async (work: (folder: string) => Promise<void>) => {
    const folder = mkdtempSync(join(tmpdir(), 'wayline-'));
    await work(folder).finally(() => rmSync(folder, { recursive: true }));
  };

  (has('unzip', '-v') ? it : it.skip)('unzip -t (skipped where there is no unzip)', () =>
    within(async (folder) => {
      const path = join(folder, 'a.kmz');
      writeFileSync(path, await writeKmz(labelled(wayline ?? waylineOf([]), '东检-1'), AT));
      expect(execFileSync('unzip', ['-t', path]).toString()).toContain('No errors detected');
    }),
  );

  (has('xmllint', '--version') ? it : it.skip)('xmllint (skipped where there is none)', () =>
    within(async (folder) => {
      for (const [name, xml] of Object.entries(writeWpml(labelled(wayline ?? waylineOf([]), '东检-1'), AT))) {
        writeFileSync(join(folder, name), xml);
        expect(execFileSync('xmllint', ['--noout', '--nonet', join(folder, name)]).toString()).toBe('');
      }
    }),
  );
});
