import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { square } from '../missions/mission-kit.js';
import { deviceOf, rowsOf } from '../telemetry/telemetry-kit.js';
import { type Chain, DONGGUANG, fly, type Item, openCase, photo, upload } from './evidence-kit.js';

const SECOND = 1_000;
const HEIGHT = 80;

describe('what is tied to an item by the case it stands in', () => {
  let app: TestApp;
  let pilot: ApiClient;
  /** Of another unit, and a member of the case that the drone was out for. */
  let officer: ApiClient;
  let caseId: string;
  let drone: { id: string; serial: string };
  let checkOutId: string;
  let bookingId: string;
  let flightId: string;
  let takenAt: Date;
  let shade = 0;

  beforeAll(async () => {
    app = await TestApp.start();
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    officer = await app.as({ role: 'case_handler', unit: '大名县' });
    caseId = await openCase(handler, [pilot.user.id, officer.user.id]);
    await signOutDrone();
    takenAt = new Date(Math.ceil(Date.now() / SECOND) * SECOND + SECOND);
    await planFlight();
    const at = (ms: number): Date => new Date(takenAt.getTime() + ms);
    const frame = { ...DONGGUANG, heightAboveTakeoffMetres: HEIGHT, headingDegrees: 30 };
    await fly(app, drone.id, [
      { at: at(-SECOND), ...frame },
      { at: at(SECOND), ...frame },
    ]);
    await new Promise((passed) => setTimeout(passed, takenAt.getTime() - Date.now() + 50));
  });
  afterAll(() => app.stop());

  async function signOutDrone(): Promise<void> {
    const during = {
      from: new Date(Date.now() + SECOND).toISOString(),
      to: new Date(Date.now() + 7_200 * SECOND).toISOString(),
    };
    const anyOf = { kindCode: 'mavic-3t', quantity: 1 };
    const booked = await pilot.post<{ id: string; devices: { id: string; assetCode: string }[] }>('/bookings', {
      during,
      purpose: '河道取证',
      caseId,
      anyOf,
    });
    const { id = '', assetCode } = booked.body.devices[0] ?? {};
    bookingId = booked.body.id;
    const out = await pilot.post<{ id: string }>('/check-outs', { assetCode, bookingId });
    expect(out.status).toBe(201);
    checkOutId = out.body.id;
    drone = (await pilot.get<typeof drone>(`/devices/${id}`)).body;
  }

  async function planFlight(): Promise<void> {
    const geometry = square(DONGGUANG.lon - 0.01, DONGGUANG.lat - 0.01, 0.02);
    const planned = await pilot.post<{ id: string }>('/flights', {
      caseId,
      deviceId: drone.id,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during: {
        from: new Date(Date.now() + 500).toISOString(),
        to: new Date(Date.now() + 3_600 * SECOND).toISOString(),
      },
      volumes: [{ geometry, lowerMetres: 30, upperMetres: 120 }],
    });
    expect(planned).toMatchObject({ status: 201 });
    flightId = planned.body.id;
  }

  /** A picture that says nothing of its height: only the track of the drone tells it. */
  async function bring(client: ApiClient, droneSerial: string, metadata: object = {}): Promise<Item> {
    shade += 1;
    const { bytes } = await photo({ takenAt, droneSerial, absoluteMetres: 95 + shade });
    const silent = Buffer.from(bytes.toString('latin1').replaceAll('RelativeAltitude', 'RelativeAltitudX'), 'latin1');
    const answer = await upload(client, silent, { kind: 'photo', ...metadata });
    expect(answer.status).toBe(201);
    return answer.body;
  }

  const page = async (client: ApiClient, id: string) => (await client.get<Item>(`/evidence/${id}`)).body;
  const linksOf = async (client: ApiClient, id: string) =>
    (await client.get<Chain>(`/evidence/${id}/chain`)).body.links
      .filter(({ kind }) => kind !== 'evidence')
      .map(({ kind, refId }) => [kind, refId]);
  const holdsOf = (id: string) =>
    rowsOf(app, `SELECT device_id AS id FROM track_hold WHERE reason = $1`, [`evidence:${id}`]);
  const attach = (client: ApiClient, id: string, to: string) =>
    client.post(`/cases/${to}/evidence`, { evidenceId: id, purpose: '证明排污口位置' });
  const allLinks = () => [
    ['booking', bookingId],
    ['check_out', checkOutId],
    ['flight', flightId],
    ['track', drone.id],
  ];

  it('is the height of its device’s track too, where it came in for the case that the device was out for', async () => {
    const inCase = await bring(officer, drone.serial, { caseId });
    expect(inCase.footprint).toMatchObject({
      outcome: 'computed',
      details: { height: { source: 'telemetry', metres: HEIGHT } },
    });
    const apart = await bring(officer, drone.serial);
    expect(apart.footprint).toMatchObject({ outcome: 'no_height' });
    expect((await officer.post(`/evidence/${inCase.id}/corroboration`)).status).toBe(201);
    expect((await page(officer, inCase.id)).footprint).toMatchObject({ outcome: 'computed' });
  });

  it('comes with the list, when it is put there later: links, flight, ground, and frames kept', async () => {
    const item = await bring(officer, drone.serial);
    expect(item).toMatchObject({ deviceId: drone.id, flightId: null });
    expect(await linksOf(officer, item.id)).toEqual([]);
    expect(await holdsOf(item.id)).toEqual([]);

    expect((await attach(officer, item.id, caseId)).status).toBe(201);
    expect(new Set(await linksOf(officer, item.id))).toEqual(new Set(allLinks()));
    expect(await page(officer, item.id)).toMatchObject({ flightId, footprint: { outcome: 'computed' } });
    expect(await holdsOf(item.id)).toEqual([{ id: drone.id }]);
    const { custody } = await page(officer, item.id);
    const linked = custody.filter(({ event }) => event === 'linked');
    expect(linked.map(({ actor }) => actor.id)).toEqual(Array.from({ length: 4 }, () => officer.user.id));
  });

  it('comes once, when two put it on two lists at the same moment', async () => {
    const item = await bring(officer, drone.serial);
    const other = await openCase(officer);
    const answers = await Promise.all([attach(officer, item.id, caseId), attach(officer, item.id, other)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(await linksOf(officer, item.id))).toEqual(new Set(allLinks()));
    expect(await holdsOf(item.id)).toHaveLength(1);
  });

  it('does not come with the list of another case, nor with a device that was not out for it', async () => {
    const item = await bring(officer, drone.serial);
    expect((await attach(officer, item.id, await openCase(officer))).status).toBe(201);
    const { serial, id: foreignId } = await deviceOf(app, 'mavic-3t', '沧州市');
    await fly(app, foreignId, [{ at: takenAt, ...DONGGUANG, heightAboveTakeoffMetres: HEIGHT, headingDegrees: 30 }]);
    const foreign = await bring(officer, serial);
    expect(foreign.deviceId).toBe(foreignId);
    expect((await attach(officer, foreign.id, caseId)).status).toBe(201);
    for (const { id } of [item, foreign]) {
      expect(await rowsOf(app, `SELECT kind FROM evidence_link WHERE item_id = $1`, [id])).toEqual([]);
      expect(await holdsOf(id)).toEqual([]);
      expect(await page(officer, id)).toMatchObject({ flightId: null, footprint: { outcome: 'no_height' } });
    }
  });
});
