import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readXmlTree } from '../../../src/platform/index.js';
import { anyWayline, groupOf, actionOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { cameraPoses } from '../../../src/missions/waylines/drawing/camera-pose.rules.js';
import { measureWayline, statedWrongly } from '../../../src/missions/waylines/checks/wayline-measure.rules.js';
import { readKmz } from '../../../src/missions/waylines/wpml/wayline.file.js';
import type { Wayline } from '../../../src/missions/waylines/wayline.types.js';
import { readWayline } from '../../../src/missions/waylines/wpml/wpml.reader.js';
import { writeKmz, writeWpml } from '../../../src/missions/waylines/wpml/wpml.writer.js';

const AT = new Date('2026-11-27T08:00:00Z');
const tree = (xml: string) => readXmlTree(Readable.from([Buffer.from(xml)]));
const read = async ({ template, waylines }: { template: string; waylines: string }) =>
  readWayline({ template: await tree(template), waylines: await tree(waylines) });
const again = async (wayline: Wayline) => (await read(writeWpml(wayline, AT))).wayline;
const code = (name: string, details: object = {}) =>
  expect.objectContaining({ code: name, details: expect.objectContaining(details) });

const SAMPLE = waylineOf([
  pathOf([waypointAt(0, 50), waypointAt(100, 61, { groups: [groupOf(1, [actionOf('takePhoto')])] })]),
]);
const documents = writeWpml(SAMPLE, AT);
const flown = (from: string | RegExp, to: string) => ({ ...documents, waylines: documents.waylines.replace(from, to) });

describe('a wayline in WPML', () => {
  it('comes back as it was written, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(anyWayline(), async (wayline) => {
        expect(await again(wayline)).toEqual(wayline);
      }),
      { numRuns: 60 },
    );
  });

  it('is read whatever the version and the prefix are', async () => {
    const other = (xml: string) =>
      xml.replaceAll('wpml:', 'w:').replaceAll('xmlns:wpml', 'xmlns:w').replace('1.0.6', '1.9.9');
    const { wayline } = await read({ template: other(documents.template), waylines: other(documents.waylines) });
    expect(wayline).toEqual(SAMPLE);
  });

  it('forgets who drew it, wherever that stands', async () => {
    const author = '<wpml:author>13800138000</wpml:author>';
    const { wayline } = await read({
      template: documents.template.replace('<Document>', `<Document>${author}`),
      waylines: documents.waylines
        .replace('<Document>', `<Document>${author}`)
        .replace('<wpml:missionConfig>', `<wpml:missionConfig>${author}<wpml:userName>13800138000</wpml:userName>`)
        .replace('<Placemark>', `<Placemark><name>13800138000</name>${author}`),
    });
    expect(wayline).toEqual(SAMPLE);
  });

  it.each([
    ['WAYLINE_ELEMENT_MISSING', flown(/<wpml:droneInfo>[^]*<\/wpml:droneInfo>/, ''), { element: 'droneInfo' }],
    ['WAYLINE_ELEMENT_MISSING', flown('<wpml:executeHeight>61</wpml:executeHeight>', ''), { where: 'path 0, point 1' }],
    ['WAYLINE_ELEMENT_MISSING', flown(/Document>/g, 'Other>'), { element: 'Document' }],
    ['WAYLINE_VALUE_INVALID', flown('>61<', '>61,5<'), { value: '61,5', element: 'executeHeight' }],
    ['WAYLINE_VALUE_INVALID', flown('>61<', '>NaN<'), {}],
    ['WAYLINE_VALUE_INVALID', flown('>61<', '>0x3C<'), {}],
    ['WAYLINE_VALUE_INVALID', flown(/<coordinates>[^<]*</, '<coordinates>116.6<'), { element: 'coordinates' }],
    ['WAYLINE_VALUE_INVALID', flown(/(autoFlightSpeed)>10</, '$1>-3<'), { element: 'autoFlightSpeed' }],
    ['WAYLINE_VALUE_INVALID', flown(/(waypointSpeed)>10</, '$1>-3<'), { element: 'waypointSpeed' }],
    ['WAYLINE_VALUE_INVALID', flown(/(actionGroupEndIndex)>1</, '$1>7<'), { element: 'actionGroupEndIndex' }],
    ['WAYLINE_HEIGHT_NOT_METRES', flown('>61<', '>6000<'), { heightMetres: 6000 }],
    ['WAYLINE_HEIGHT_NOT_METRES', flown(/(globalRTHHeight)>60</, '$1>60000<'), { where: 'missionConfig' }],
    ['WAYLINE_HEIGHT_MODE_UNKNOWN', flown('relativeToStartPoint', 'feet'), { mode: 'feet' }],
    ['WAYLINE_POSITION_REFUSED', flown(/<coordinates>[^<]*</, '<coordinates>0,0<'), { where: 'path 0, point 0' }],
    ['WAYLINE_POSITION_REFUSED', flown(/<coordinates>[^<]*</, '<coordinates>37.9,116.6<'), {}],
    ['WAYLINE_INDEX_BROKEN', flown('<wpml:index>1<', '<wpml:index>2<'), { index: 2 }],
    ['WAYLINE_EMPTY', flown(/<Placemark>[^]*<\/Placemark>/, ''), {}],
    [
      'WAYLINE_COORDINATES_REFUSED',
      { ...documents, template: documents.template.replace('>WGS84<', '>GCJ02<') },
      { mode: 'GCJ02' },
    ],
  ])('is refused with %s', async (name, broken, details) => {
    expect(broken).not.toEqual(documents);
    await expect(read(broken)).rejects.toEqual(code(name, details));
  });

  it('is refused with more waypoints than any aircraft takes', async () => {
    const [point = ''] = /<Placemark>[^]*?<\/Placemark>/.exec(documents.waylines) ?? [];
    await expect(read(flown(point, point.repeat(5_001)))).rejects.toEqual(code('WAYLINE_TOO_LONG', { most: 5_000 }));
  });

  it('is refused with more to keep than any wayline has, understood or not', async () => {
    const unknown = `<wpml:newThing>${'x'.repeat(12_000_000)}</wpml:newThing>`;
    const wide = flown('<wpml:droneInfo>', `${unknown}<wpml:droneInfo>`);
    await expect(read(wide)).rejects.toEqual(code('WAYLINE_TOO_LONG', { most: 12_000_000 }));
  });

  it('writes heights above the ellipsoid into the template only as they were drawn', async () => {
    const ellipsoid = (drawnMetres: number | null) =>
      waylineOf([
        pathOf([waypointAt(0, 40, { drawnMetres }), waypointAt(9, 40, { drawnMetres })], { heightMode: 'WGS84' }),
      ]);
    expect(writeWpml(ellipsoid(50.5), AT).template).toContain('<wpml:height>50.5</wpml:height>');
    expect(writeWpml(ellipsoid(null), AT).template).not.toContain('<Folder>');
  });
});

const samples = join(process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data', 'drone', 'wayline');
const withSamples = existsSync(samples) ? describe : describe.skip;

withSamples('real waylines (skipped without sample data: SKYDOCKET_SAMPLES)', () => {
  const sample = (name: string) => readFileSync(join(samples, name), 'utf8');
  const consumer = async () =>
    (await read({ template: sample('djifly-template.kml'), waylines: sample('djifly-waylines.wpml') })).wayline;
  const enterprise = async () => (await readKmz(join(samples, 'waypoint-fh2-export.kmz'))).wayline;

  it.each([
    ['of a planning desk', enterprise],
    ['of an app for consumers', consumer],
  ])('%s come back the same after export and import, as files too', async (_, make) => {
    const wayline = await make();
    expect(await again(wayline)).toEqual(wayline);
    const folder = mkdtempSync(join(tmpdir(), 'wayline-'));
    const path = join(folder, 'again.kmz');
    writeFileSync(path, await writeKmz(wayline, AT));
    expect((await readKmz(path)).wayline).toEqual(wayline);
    rmSync(folder, { recursive: true });
  });

  it('come to the length and about the time that the planning desk states', async () => {
    const measure = measureWayline(await enterprise());
    expect(measure.statedMetres).toBeCloseTo(183.63, 2);
    expect(measure.lengthMetres).toBeCloseTo(183.63, 0);
    expect(Math.abs(measure.movingSeconds / (measure.statedSeconds ?? 0) - 1)).toBeLessThan(0.15);
    expect(statedWrongly(measure)).toEqual({ length: false, duration: false });
    expect(measureWayline(await consumer())).toMatchObject({ statedMetres: null, statedSeconds: null });
  });

  it('tell how the camera looked at every photo', async () => {
    const poses = cameraPoses(await enterprise());
    expect(poses.filter(({ action }) => action === 'orientedShoot')).toHaveLength(13);
    expect(poses[1]).toMatchObject({
      point: 0,
      action: 'orientedShoot',
      gimbalPitchDegrees: -40.368,
      headingDegrees: 360 - 80.367,
      focalLengthMillimetres: 168,
      heightMode: 'relativeToStartPoint',
    });
  });
});
