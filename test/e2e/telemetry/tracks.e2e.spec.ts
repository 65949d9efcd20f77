import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readSpreadsheet, readXmlTree, type XmlElement } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectedAs, deviceOf, endClients, type PoolDevice, rowsOf, send } from './telemetry-kit.js';

interface Segments {
  readonly segments: { readonly samples: number; readonly drawn: number; readonly airborne: boolean | null }[];
  readonly gaps: unknown[];
  readonly truncated: boolean;
}
interface Resampled {
  readonly points: { readonly at: string; readonly method: string; readonly lon: number }[];
}

describe('tracks', () => {
  let app: TestApp;
  let officer: ApiClient;
  let drone: PoolDevice;
  const begin = Math.floor(Date.now() / 60_000) * 60_000 - 2 * 3_600_000;
  const at = (second: number) => new Date(begin + second * 1000).toISOString();
  const period = `from=${at(-60)}&to=${at(3_600)}`;
  /** Two flights over the ground with a gap of five minutes between; the second bends. */
  const seconds = [0, 2, 4, 6, 8, 310, 312, 314, 316];
  const placeAt = (second: number) => ({ lon: 116.5 + second * 1e-5, lat: second > 312 ? 37.801 : 37.8 });

  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    drone = await deviceOf(app, 'mavic-3t', '东光县');
    const line = await connectedAs(app, drone.id);
    for (const second of seconds)
      await send(line, `skydocket/v1/${drone.assetCode}/telemetry`, {
        at: at(second),
        ...placeAt(second),
        altitudeEllipsoidMetres: -7.5,
        heightAboveTakeoffMetres: 60,
      });
    await endClients();
    await rowsOf(app, `UPDATE telemetry_sample SET mode = '=1+1<&"' WHERE device_id = $1 AND at = $2`, [
      drone.id,
      at(8),
    ]);
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  const get = <T>(query: string) => officer.get<T>(`/devices/${drone.id}/track/${query}`);
  const download = async (query: string, accept?: string) => {
    const answer = await fetch(`${app.url}/api/v1/devices/${drone.id}/track/export?${query}`, {
      headers: { authorization: `Bearer ${officer.token}`, ...(accept && { accept }) },
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const all = (element: XmlElement, name: string): XmlElement[] =>
    element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
  const textOf = (element: XmlElement, name: string) => all(element, name)[0]?.text;

  it('are cut at gaps and drawn as simply as asked for', async () => {
    const exact = await get<Segments>(`segments?${period}`);
    expect(exact.status).toBe(200);
    expect(exact.body.segments).toMatchObject([
      { samples: 5, drawn: 5, airborne: true, begunBy: 'hands', endedBy: 'gap', from: at(0), to: at(8) },
      { samples: 4, drawn: 4, airborne: true, begunBy: 'gap', endedBy: 'hands', from: at(310), to: at(316) },
    ]);
    expect(exact.body).toMatchObject({ gaps: [{ from: at(8), to: at(310) }], truncated: false });
    const simple = await get<Segments>(`segments?${period}&toleranceMetres=1`);
    expect(simple.body.segments.map(({ samples, drawn }) => [samples, drawn])).toEqual([
      [5, 2],
      [4, 4],
    ]);
    expect(simple.body.gaps).toEqual(exact.body.gaps);
  });

  it('are resampled only between frames that are near each other', async () => {
    const { body } = await get<Resampled>(`resampled?${period}&stepSeconds=1`);
    const told = body.points.map((point) => [(Date.parse(point.at) - begin) / 1000, point.method]);
    expect(told).toHaveLength(9 + 7);
    expect(told.slice(0, 3)).toEqual([
      [0, 'measured'],
      [1, 'interpolated'],
      [2, 'measured'],
    ]);
    expect(told.filter(([second]) => Number(second) > 8 && Number(second) < 310)).toEqual([]);
    expect(body.points[1]?.lon).toBeCloseTo(116.50001, 9);
    expect((await get<{ code: string }>(`resampled?from=${at(-86_400)}&to=${at(0)}&stepSeconds=0.1`)).body.code).toBe(
      'TRACK_STEP_TOO_FINE',
    );
    expect((await get(`resampled?${period}&stepSeconds=0.0001`)).status).toBe(400);
  });

  it('leave as GeoJSON with every frame, to the last digit', async () => {
    const { status, headers, text } = await download(period);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/geo+json']);
    const { features, units } = JSON.parse(text) as {
      units: string;
      features: { geometry: { coordinates: number[] }; properties: Record<string, unknown> }[];
    };
    expect(features.map(({ geometry }) => geometry.coordinates)).toEqual(
      seconds.map((second) => [placeAt(second).lon, placeAt(second).lat, -7.5]),
    );
    expect(features[5]?.properties).toMatchObject({
      at: at(310),
      segment: 2,
      altitudeEllipsoidMetres: -7.5,
      heightAboveTakeoffMetres: 60,
    });
    expect(features[5]?.properties).not.toHaveProperty('altitudeAmslMetres');
    expect(units).toContain('WGS-84');
  });

  it('leave as GPX that a reader of XML takes, without a height over the sea that nobody knows', async () => {
    const { headers, text } = await download(period, 'application/gpx+xml');
    expect(headers.get('content-type')).toBe('application/gpx+xml');
    const root = await readXmlTree(Readable.from([Buffer.from(text)]));
    expect(all(root, 'trkseg').map(({ children }) => children.length)).toEqual([5, 4]);
    const points = all(root, 'trkpt');
    expect(points.map(({ attributes }) => [Number(attributes['lon']), Number(attributes['lat'])])).toEqual(
      seconds.map((second) => [placeAt(second).lon, placeAt(second).lat]),
    );
    expect(points.map((point) => textOf(point, 'time'))).toEqual(seconds.map(at));
    expect(all(root, 'ele')).toEqual([]);
    expect(points[4] && textOf(points[4], 'mode')).toBe('=1+1<&"');
  });

  it('leave as KML that a reader of XML takes', async () => {
    const { headers, text } = await download(`${period}&format=kml`, 'text/csv');
    expect(headers.get('content-type')).toBe('application/vnd.google-earth.kml+xml');
    const root = await readXmlTree(Readable.from([Buffer.from(text)]));
    expect(all(root, 'Folder')).toHaveLength(2);
    expect(all(root, 'coordinates').map((element) => element.text.split(',').map(Number))).toEqual(
      seconds.map((second) => [placeAt(second).lon, placeAt(second).lat]),
    );
    const values = all(root, 'Data').map(({ attributes, children }) => [attributes['name'], children[0]?.text]);
    expect(values).toContainEqual(['mode', '=1+1<&"']);
    expect(values).toContainEqual(['altitudeEllipsoidMetres', '-7.5']);
  });

  it('leave as CSV whose numbers are numbers and whose texts are no formulas', async () => {
    const { text } = await download(`${period}&format=csv`);
    const rows: string[][] = [];
    const path = join(app.dataDir, 'track.csv');
    writeFileSync(path, text);
    for await (const row of readSpreadsheet(path)) rows.push(row.cells.map((cell) => cell.text));
    const [head = [], ...frames] = rows;
    expect(frames).toHaveLength(9);
    const value = (row: number, column: string) => frames[row]?.[head.indexOf(column)];
    expect([value(0, 'at'), value(0, 'lon'), value(0, 'altitudeEllipsoidMetres'), value(8, 'segment')]).toEqual([
      at(0),
      '116.5',
      '-7.5',
      '2',
    ]);
    expect(text).toContain(',-7.5,60,,');
    expect(text).not.toContain(',=1+1');
  });

  it('are refused where the period is too long or has no end, and their way out is in the audit', async () => {
    expect((await download(`from=${at(0)}`)).status).toBe(400);
    expect((await download('from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z')).status).toBe(422);
    const [entry] = await rowsOf<{ details: { format: string } }>(
      app,
      `SELECT details FROM audit_entry WHERE action = 'telemetry.exportTrack' AND subject_id = $1 ORDER BY id LIMIT 1`,
      [drone.id],
    );
    expect(entry?.details.format).toBe('geojson');
  });
});
