import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BookingBody,
  deviceOf,
  hours,
  type NoticeBody,
  type PageBody,
  type ProblemBody,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

const DAY_MS = 86_400_000;
const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

interface StateBody {
  readonly state: string;
  readonly stateReason: string | null;
}

describe('a failed check', () => {
  let app: TestApp;
  let manager: ApiClient;
  let officer: ApiClient;
  let deviceId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    manager = await app.as({ role: 'equipment_manager', unit: '东光县' });
    officer = await app.as({ role: 'field_officer', unit: '大名县' });
    deviceId = (await deviceOf(manager, 'water-photometer')).id;
  });
  afterAll(() => app.stop());

  const check = (result: 'pass' | 'fail', doneOn: string) =>
    manager.post('/calibrations', { deviceId, kind: 'functional_check', doneOn, dueOn: '2099-12-31', result });
  const device = async () => (await manager.get<StateBody>(`/devices/${deviceId}`)).body;
  const book = (hour: number) =>
    officer.post<BookingBody & ProblemBody>('/bookings', {
      during: hours(hour, 1),
      purpose: 'x',
      deviceIds: [deviceId],
    });
  const told = async (client: ApiClient, id: string) =>
    (await client.get<PageBody<NoticeBody>>('/me/notices?limit=500')).body.items
      .filter(({ subject }) => subject.id === id)
      .map(({ code }) => code);

  it('of long ago, filed late, changes nothing', async () => {
    await check('pass', day(-1));
    expect((await check('fail', day(-30))).status).toBe(201);
    expect((await device()).state).toBe('in_service');
  });

  it('takes the device out of service; owner and those who booked it are told', async () => {
    const { body: booked } = await book(50);
    expect((await check('fail', day(-1))).status).toBe(201);
    expect(await device()).toMatchObject({ state: 'quarantined', stateReason: expect.stringContaining(day(-1)) });
    expect((await book(60)).body.code).toBe('DEVICE_NOT_IN_SERVICE');
    expect(await told(manager, deviceId)).toEqual(['CHECK_FAILED']);
    expect(await told(officer, booked.id)).toEqual(['BOOKED_DEVICE_WITHDRAWN']);
  });

  it('is not undone by a pass, but by the manager', async () => {
    expect((await check('pass', day(0))).status).toBe(201);
    expect((await device()).state).toBe('quarantined');
    const released = await manager.post(`/devices/${deviceId}/state`, { state: 'in_service', reason: '复检合格' });
    expect(released.status).toBe(200);
    expect((await book(60)).status).toBe(201);
  });
});
