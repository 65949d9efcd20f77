import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cameraPoses } from '../../../src/missions/waylines/drawing/camera-pose.rules.js';
import { readKmz } from '../../../src/missions/waylines/wpml/wayline.file.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { square } from '../missions/mission-kit.js';
import { DONGGUANG, openCase, photo, upload } from './evidence-kit.js';

interface Pose {
  readonly source: string;
  readonly evidenceId: string;
  readonly heightMetres: number | null;
  readonly gimbalPitchDegrees: number | null;
  readonly gimbalYawDegrees: number | null;
}

interface FlightBody {
  readonly id: string;
  readonly code?: string;
  readonly cameraPoses: readonly Pose[];
}

const SECOND = 1_000;
const NORTH = { lon: DONGGUANG.lon, lat: DONGGUANG.lat + 0.001 };

describe('flying again a flight that had no wayline', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let member: ApiClient;
  let flightId: string;
  let againId: string;
  let onCase: string;
  let ofUnit: string;
  let folder: string;

  const at = (seconds: number) => new Date(Date.now() + seconds * SECOND).toISOString();
  const read = async (who: ApiClient, id: string) => (await who.get<FlightBody>(`/flights/${id}`)).body;

  async function bring(over: Parameters<typeof photo>[0], metadata: object): Promise<string> {
    const { bytes } = await photo(over);
    const brought = await upload(pilot, bytes, { kind: 'photo', ...metadata });
    expect(brought).toMatchObject({ status: 201, body: { flightId } });
    return brought.body.id;
  }

  beforeAll(async () => {
    app = await TestApp.start();
    folder = mkdtempSync(join(tmpdir(), 'photos-'));
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    member = await app.as({ role: 'field_officer', unit: '献县' });
    const handler = await app.as({ role: 'case_handler', unit: '东光县' });
    const caseId = await openCase(handler, [pilot.user.id, member.user.id]);
    const booked = await pilot.post<{ devices: { id: string }[] }>('/bookings', {
      during: { from: at(0.5), to: at(7_200) },
      purpose: '河道取证',
      caseId,
      anyOf: { kindCode: 'mavic-3t', quantity: 1 },
    });
    expect(booked.status).toBe(201);
    const device = await pilot.get<{ id: string; serial: string }>(`/devices/${booked.body.devices[0]?.id}`);
    const geometry = square(DONGGUANG.lon - 0.01, DONGGUANG.lat - 0.01, 0.02);
    const planned = await pilot.post<FlightBody>('/flights', {
      caseId,
      deviceId: device.body.id,
      pilotId: pilot.user.id,
      purpose: '河道排污口巡查',
      during: { from: at(0.6), to: at(600) },
      volumes: [{ geometry, lowerMetres: 30, upperMetres: 120 }],
    });
    expect(planned.status).toBe(201);
    flightId = planned.body.id;
    const takenAt = new Date(Math.ceil(Date.now() / SECOND) * SECOND + SECOND);
    const later = new Date(takenAt.getTime() + SECOND);
    await pause(later.getTime() - Date.now() + 50);
    const { serial: droneSerial } = device.body;
    const gimbal = { yawDegrees: -90, pitchDegrees: -30, rollDegrees: 0 };
    ofUnit = await bring({ takenAt: later, droneSerial, position: NORTH, aboveTakeoffMetres: 60, gimbal }, {});
    onCase = await bring({ takenAt, droneSerial }, { caseId });
    const again = await pilot.post<FlightBody>(`/flights/${flightId}/fly-again`, {
      during: { from: at(3_600), to: at(5_400) },
    });
    expect(again).toMatchObject({ status: 201 });
    againId = again.body.id;
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await app.stop();
  });

  it('offers the poses of its photos, in the order in which they were taken', async () => {
    for (const id of [flightId, againId])
      expect((await read(pilot, id)).cameraPoses).toMatchObject([
        { source: 'photo', evidenceId: onCase, heightMetres: 80, gimbalPitchDegrees: -60, gimbalYawDegrees: 30 },
        { source: 'photo', evidenceId: ofUnit, heightMetres: 60, gimbalPitchDegrees: -30, gimbalYawDegrees: 270 },
      ]);
  });

  it('tells a member of the case of no photo that is not on its list', async () => {
    const { cameraPoses: seen } = await read(member, againId);
    expect(seen.map(({ evidenceId }) => evidenceId)).toEqual([onCase]);
    const drawn = await member.get<FlightBody>(`/flights/${againId}/wayline?along=photos&model=m3t`);
    expect(drawn.body.code).toBe('WAYLINE_NOT_DRAWABLE');
  });

  it('draws a wayline through them, on which the camera stands as it stood', async () => {
    const headers = { authorization: `Bearer ${pilot.token}` };
    const response = await fetch(`${app.url}/api/v1/flights/${againId}/wayline?along=photos`, { headers });
    expect(response.status).toBe(200);
    const path = join(folder, 'photos.kmz');
    writeFileSync(path, Buffer.from(await response.arrayBuffer()));
    const poses = cameraPoses((await readKmz(path)).wayline);
    expect(poses.map((pose) => [pose.heightMetres, pose.gimbalPitchDegrees, pose.headingDegrees])).toEqual([
      [80, -60, 30],
      [60, -30, 270],
    ]);
    expect(poses[1]?.position.lat).toBeCloseTo(NORTH.lat, 5);
  });
});
