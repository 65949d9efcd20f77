import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FlightWayline } from '../../../src/missions/waylines/flight-wayline.entity.js';
import { FlightWaylineRepository } from '../../../src/missions/waylines/flight-wayline.repository.js';
import { readKmz } from '../../../src/missions/waylines/wpml/wayline.file.js';
import type { Wayline } from '../../../src/missions/waylines/wayline.types.js';
import { writeKmz, writeWpml } from '../../../src/missions/waylines/wpml/wpml.writer.js';
import { OriginalsService, UnitOfWork, zipped } from '../../../src/platform/index.js';
import { actionOf, groupOf, pathOf, waylineOf, waypointAt } from '../../factories/waylines.js';
import { TestApp } from '../../support/app.js';
import type { Answer, ApiClient } from '../../support/client.js';
import { book, hoursAhead, type Looked, square } from './mission-kit.js';

const BOOKED = hoursAhead(24, 36);
const FLOWN = hoursAhead(25, 26);
const AT = new Date('2026-11-27T08:00:00Z');
const PHONE = '13800138000';

interface Details extends Looked {
  readonly version: number;
  readonly sha256: string;
  readonly templateSha256: string | null;
  readonly lengthMetres: number;
  readonly findings: readonly { readonly code: string }[];
  readonly poses: readonly { readonly gimbalPitchDegrees: number | null }[];
  readonly legs?: readonly { readonly where: string }[];
}

describe('waylines over HTTP', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let deviceId: string;
  let row = 0;
  let folder: string;

  beforeAll(async () => {
    app = await TestApp.start();
    folder = mkdtempSync(join(tmpdir(), 'waylines-'));
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    deviceId = (await book(pilot, 'kind=mavic-3t', BOOKED)).id;
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await app.stop();
  });

  /** A flight in a stretch of air of its own, about 1.7 km square, 30 to 120 m above ground. */
  async function planned(change: Record<string, unknown> = {}): Promise<{ id: string; south: number }> {
    const south = 37.2 + 0.03 * (row += 1);
    const volumes = [{ geometry: square(116.59, south, 0.015), lowerMetres: 30, upperMetres: 120 }];
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '河道排污口巡查', during: FLOWN, volumes, ...change };
    const answer = await pilot.post<Looked>('/flights', plan);
    expect(answer).toMatchObject({ status: 201 });
    return { id: answer.body.id, south };
  }

  /** 200 m to the north from 500 m inside. */
  function waylineIn(south: number, heights: [number, number] = [60, 80], change = {}): Wayline {
    const north = (south - 37.9) * 111_195.08 + 500;
    const photo = groupOf(1, [actionOf('gimbalRotate', TURN), actionOf('takePhoto', { payloadPositionIndex: 0 })]);
    return waylineOf(
      [pathOf([waypointAt(north, heights[0]), waypointAt(north + 200, heights[1], { groups: [photo] })])],
      change,
    );
  }

  function send(id: string, bytes: Uint8Array | string, extra: Record<string, string> = {}, method = 'POST') {
    const form = new FormData();
    form.append('file', new Blob([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)]), '航线.kmz');
    // A text field would get the line ends of forms.
    for (const [name, value] of Object.entries(extra)) form.append(name, new Blob([value]), name);
    return pilot.send<Details>(method, `/flights/${id}/wayline`, form);
  }

  async function download(id: string, query = ''): Promise<{ response: Response; bytes: Buffer; wayline: Wayline }> {
    const headers = { authorization: `Bearer ${pilot.token}` };
    const response = await fetch(`${app.url}/api/v1/flights/${id}/wayline${query}`, { headers });
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const path = join(folder, `${id}.kmz`);
    writeFileSync(path, bytes);
    return { response, bytes, wayline: (await readKmz(path)).wayline };
  }

  const details = (id: string): Promise<Answer<Details>> => pilot.get<Details>(`/flights/${id}/wayline/details`);
  const stored = (id: string): Promise<FlightWayline | undefined> =>
    app.get(UnitOfWork).read((tx) => app.get(FlightWaylineRepository).latest(tx, id));
  const kmz = (wayline: Wayline) => writeKmz(wayline, AT);

  it('are drawn for a flight that has none, and come back in as what they were', async () => {
    const { id } = await planned();
    const first = await download(id);
    expect(first.response.headers.get('content-type')).toBe('application/vnd.google-earth.kmz');
    expect(first.response.headers.get('content-disposition')).toContain(`F-${id.slice(-12)}.kmz`);
    expect((await download(id)).bytes.equals(first.bytes)).toBe(true);
    expect(await details(id)).toMatchObject(ABSENT);

    const imported = await send(id, first.bytes);
    expect(imported).toMatchObject({ status: 201, body: { version: 1, drone: { name: 'DJI Mavic 3T' } } });
    const plan = (await stored(id))?.wayline;
    const exported = await download(id);
    expect(exported.wayline).toEqual(first.wayline);
    const again = await send(id, exported.bytes, {}, 'PUT');
    expect(again).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await stored(id))?.wayline).toEqual(plan);
    expect(again.body.poses).toEqual(imported.body.poses);
  });

  it('carry the number of the case in the names of their files', async () => {
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const made = await handler.post<Looked>('/cases', {
      number: '东检行公〔2026〕17号',
      title: '河道排污',
      domain: 'environment',
      members: [pilot.user.id],
    });
    expect(made.body).toMatchObject({ number: '东检行公〔2026〕17号' });
    const { id, south } = await planned({ caseId: made.body.id });
    await send(id, await kmz(waylineIn(south)));
    const { wayline } = await download(id);
    const actions = wayline.paths[0]?.waypoints.flatMap(({ groups }) => groups.flatMap((group) => group.actions)) ?? [];
    const label = '东检行公-2026-17号';
    expect(actions[0]).toEqual(actionOf('customDirName', { payloadPositionIndex: 0, directoryName: label }));
    expect(actions.find(({ code }) => code === 'takePhoto')?.parameters).toContainEqual({
      name: 'fileSuffix',
      value: label,
    });
  });

  it('keep the bytes as they came, and tell nobody who drew them', async () => {
    const { id, south } = await planned();
    const { template, waylines } = writeWpml(waylineIn(south), AT);
    const author = `<Document><wpml:author>${PHONE}</wpml:author>`;
    const bytes = await zipped(
      {
        'wpmz/template.kml': template.replace('<Document>', author),
        'wpmz/waylines.wpml': waylines.replace('<Document>', author),
        'wpmz/res/dsm/ground.tif': 'II*',
      },
      AT,
    );
    const imported = await send(id, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(imported).toMatchObject({ status: 201, body: { sha256, templateSha256: null } });
    expect(imported.body).toHaveProperty(
      'findings',
      expect.arrayContaining([{ code: 'resources_dropped', weight: 'warning', details: { files: 1 } }]),
    );
    expect((await buffer(await app.get(OriginalsService).read(sha256))).equals(bytes)).toBe(true);
    expect(JSON.stringify([(await details(id)).body, await stored(id)])).not.toContain(PHONE);
    const path = join(folder, `${id}-a.kmz`);
    writeFileSync(path, (await download(id)).bytes);
    expect(JSON.stringify(await readKmz(path))).not.toContain(PHONE);
  });

  it('come as two documents too', async () => {
    const { id, south } = await planned();
    const { template, waylines } = writeWpml(waylineIn(south), AT);
    expect((await send(id, waylines)).body).toMatchObject({ code: 'WAYLINE_PART_MISSING', part: 'template.kml' });
    const imported = await send(id, waylines, { template });
    expect(imported.status).toBe(201);
    const { templateSha256 } = imported.body;
    expect(templateSha256).toBe(createHash('sha256').update(template).digest('hex'));
    expect((await buffer(await app.get(OriginalsService).read(templateSha256 ?? ''))).toString()).toBe(template);
    expect(imported.body.poses).toMatchObject([{ gimbalPitchDegrees: -60, headingDegrees: 0, point: 1 }]);
    expect(imported.body.lengthMetres).toBeCloseTo(Math.hypot(200, 20), 0);
    expect(imported.body.findings.map(({ code }) => code)).toEqual(['terrain_unknown']);
  });

  it.each([
    ['WAYLINE_LEAVES_VOLUME', (south: number) => kmz(waylineIn(south, [60, 130]))],
    ['WAYLINE_LEAVES_VOLUME', (south: number) => kmz(waylineIn(south, [20, 60]))],
    ['WAYLINE_LEAVES_VOLUME', (south: number) => kmz(waylineIn(south + 0.02))],
    [
      'WAYLINE_FOR_OTHER_DRONE',
      (south: number) => kmz(waylineIn(south, [60, 80], { drone: { type: 67, subType: 1 } })),
    ],
    [
      'WAYLINE_PAYLOAD_UNFIT',
      (south: number) => kmz(waylineIn(south, [60, 80], { payloads: [{ type: 53, subType: 0, gimbal: 0 }] })),
    ],
    ['WAYLINE_PART_MISSING', () => zipped({ 'wpmz/waylines.wpml': '<kml/>' }, AT)],
    ['WAYLINE_FILE_REFUSED', () => Promise.resolve(Buffer.from('lon,lat\n116.6,37.9\n'))],
    ['ARCHIVE_UNREADABLE', async (south: number) => (await kmz(waylineIn(south))).subarray(0, 200)],
    ['ARCHIVE_TOO_LARGE', () => zipped({ 'wpmz/waylines.wpml': Buffer.alloc(140 * 1_048_576) }, AT)],
    [
      'ARCHIVE_PATH_ESCAPES',
      async (south: number) => {
        const bytes = (await kmz(waylineIn(south))).toString('latin1');
        return Buffer.from(bytes.replaceAll('wpmz/waylines.wpml', '../../aylines.wpml'), 'latin1');
      },
    ],
    [
      'XML_DOCTYPE_REFUSED',
      (south: number) => {
        const { template, waylines } = writeWpml(waylineIn(south), AT);
        const bomb = waylines.replace('<kml', '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml');
        return zipped({ 'template.kml': template, 'waylines.wpml': bomb }, AT);
      },
    ],
  ])(
    'are refused with %s, and leave nothing',
    async (code, make) => {
      const { id, south } = await planned();
      const refused = await send(id, await make(south));
      expect(refused).toMatchObject({ status: 422, body: { code } });
      expect(await details(id)).toMatchObject(ABSENT);
    },
    60_000,
  );

  it('are refused where they enter a zone that was prohibited meanwhile', async () => {
    const { id, south } = await planned();
    const commander = await app.as({ role: 'commander', unit: '沧州市人民检察院' });
    const zone = await commander.post<Looked>('/airspace-zones', {
      name: '临时禁飞区',
      rule: 'prohibited',
      geometry: square(116.59, south, 0.015),
      during: FLOWN,
      authority: '测试机关',
      source: '测试',
    });
    const refused = await send(id, await kmz(waylineIn(south)));
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'WAYLINE_ENTERS_ZONE', zones: [{ zoneId: zone.body.id }] },
    });
    const drawn = await pilot.get<Looked>(`/flights/${id}/wayline`);
    expect(drawn.body.code).toBe('WAYLINE_ENTERS_ZONE');
  });

  it('are set aside where the plan changes so that they do not fit, told of, and come back with it', async () => {
    const { id, south } = await planned();
    const bytes = await kmz(waylineIn(south));
    expect((await send(id, bytes)).status).toBe(201);
    const change = async (volume: object, version: number) => {
      const volumes = [{ geometry: square(116.59, south, 0.015), lowerMetres: 30, upperMetres: 120, ...volume }];
      const plan = { deviceId, pilotId: pilot.user.id, purpose: '河道排污口巡查', during: FLOWN, volumes, version };
      expect(await pilot.send<Looked>('PUT', `/flights/${id}`, plan)).toMatchObject({ status: 200 });
    };
    const codes = async () => (await details(id)).body.findings.map(({ code }) => code);

    await change({ upperMetres: 100 }, 1);
    expect((await details(id)).body.version).toBe(1);
    await change({ upperMetres: 70 }, 2);
    expect((await details(id)).body).toMatchObject({
      version: 2,
      findings: expect.arrayContaining([
        { code: 'set_aside', weight: 'refusal', details: { reason: 'WAYLINE_LEAVES_VOLUME', about: 1 } },
      ]) as unknown,
    });
    const refused = await pilot.get<Looked>(`/flights/${id}/wayline`);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'WAYLINE_SET_ASIDE', reason: 'WAYLINE_LEAVES_VOLUME' },
    });
    expect(await send(id, bytes)).toMatchObject({ status: 422, body: { code: 'WAYLINE_LEAVES_VOLUME' } });
    const notices = await pilot.get<{ items: { code: string; subject: { id: string } }[] }>('/me/notices?limit=200');
    const told = notices.body.items.filter(({ subject }) => subject.id === id).map(({ code }) => code);
    expect(told).toEqual(['FLIGHT_WAYLINE_SET_ASIDE']);
    await change({ geometry: square(116.59, south + 0.005, 0.01) }, 3);
    expect((await details(id)).body.version).toBe(2);
    expect(await codes()).toContain('set_aside');
    await change({}, 4);
    expect(await codes()).toEqual(['terrain_unknown']);
    expect((await stored(id))?.version).toBe(3);
    await download(id);
  });

  it('are set aside where the plan changes to another aircraft, and leave a refused change without a trace', async () => {
    const { id, south } = await planned();
    expect((await send(id, await kmz(waylineIn(south)))).status).toBe(201);
    const other = (await book(pilot, 'kind=matrice-30t', BOOKED)).id;
    const volumes = [{ geometry: square(116.59, south, 0.015), lowerMetres: 30, upperMetres: 120 }];
    const plan = { deviceId: other, pilotId: pilot.user.id, purpose: '河道排污口巡查', during: FLOWN, volumes };
    const refused = await pilot.send<Looked>('PUT', `/flights/${id}`, {
      ...plan,
      during: hoursAhead(60, 61),
      version: 1,
    });
    expect(refused.body.code).toBe('FLIGHT_DEVICE_NOT_BOOKED');
    expect((await details(id)).body.version).toBe(1);
    expect((await pilot.send<Looked>('PUT', `/flights/${id}`, { ...plan, version: 1 })).status).toBe(200);
    const found = (await details(id)).body.findings.find(({ code }) => code === 'set_aside');
    expect(found).toMatchObject({ details: { reason: 'WAYLINE_FOR_OTHER_DRONE' } });
  });

  it('are settled once the flight is', async () => {
    const { id, south } = await planned();
    await pilot.post(`/flights/${id}/cancel`);
    const refused = await send(id, await kmz(waylineIn(south)));
    expect(refused).toMatchObject({ status: 409, body: { code: 'WAYLINE_FLIGHT_SETTLED', state: 'cancelled' } });
  });

  it('get one version each when ten are brought in at once, and one when it is the same ten times', async () => {
    const { id, south } = await planned();
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => kmz(waylineIn(south, [60, 70 + i]))));
    const answers = await Promise.all(all.map((bytes) => send(id, bytes)));
    expect(answers.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual(all.map((_, i) => i + 1));
    const last = await kmz(waylineIn(south, [60, 100]));
    const same = await Promise.all(all.map(() => send(id, last)));
    expect(new Set(same.map(({ body }) => body.version))).toEqual(new Set([11]));
  });

  it('are refused to other units, and to those who only watch', async () => {
    const { id, south } = await planned();
    const stranger = await app.as({ role: 'pilot', unit: '大名县' });
    const tester = await app.as({ role: 'tester', unit: '东光县' });
    const form = new FormData();
    form.append('file', new Blob([Uint8Array.from(await kmz(waylineIn(south)))]), 'a.kmz');
    expect((await stranger.send('POST', `/flights/${id}/wayline`, form)).status).toBe(404);
    expect((await stranger.get(`/flights/${id}/wayline`)).status).toBe(404);
    expect((await tester.send('PUT', `/flights/${id}/wayline`, form)).status).toBe(403);
  });

  it('are drawn as they are asked for, within the airspace and for the aircraft of the flight', async () => {
    const { id } = await planned();
    const { wayline } = await download(id, '?heightMetres=100&gimbalPitchDegrees=-90&model=m3t');
    expect(wayline.paths[0]?.waypoints.every(({ heightMetres }) => heightMetres === 100)).toBe(true);
    const asked = async (query: string) => (await pilot.get<Looked>(`/flights/${id}/wayline?${query}`)).body.code;
    expect(await asked('heightMetres=130')).toBe('WAYLINE_NOT_DRAWABLE');
    expect(await asked('volume=3')).toBe('WAYLINE_NOT_DRAWABLE');
    expect(await asked('model=m30t')).toBe('WAYLINE_FOR_OTHER_DRONE');
    expect(await asked('model=spaceship')).toBe('VALIDATION_FAILED');
  });
});

const ABSENT = { status: 404, body: { code: 'WAYLINE_ABSENT' } };
const TURN = {
  gimbalRotateMode: 'absoluteAngle',
  gimbalPitchRotateEnable: 1,
  gimbalPitchRotateAngle: -60,
  payloadPositionIndex: 0,
};
