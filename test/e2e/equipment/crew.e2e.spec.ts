import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import { type BookingBody, type DeviceBody, devicesOf, hours, type ProblemBody } from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { eventually } from '../../support/time.js';

interface Booked extends BookingBody, ProblemBody {
  readonly people: readonly { readonly id: string; readonly capacity: string }[];
  readonly needs?: string;
}
interface CrewBody {
  readonly items: readonly { id: string; free: boolean; refusal: { code: string } | null }[];
}

describe('people on bookings', () => {
  let app: TestApp;
  let officer: ApiClient;
  let pilot: ApiClient;
  let cityPilot: ApiClient;
  let stranger: ApiClient;
  let drones: DeviceBody[];
  let hour = 100;
  beforeAll(async () => {
    app = await TestApp.start();
    [officer, pilot, cityPilot, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'pilot', unit: '东光县' }),
      app.as({ role: 'pilot', unit: '沧州市人民检察院' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
    ]);
    drones = await devicesOf(officer, { kind: 'mavic-3t' });
    await sql(`UPDATE device SET drone_class = 'small' WHERE id = ANY($1)`, [drones.map(({ id }) => id)]);
    await sql(`UPDATE device SET insurance_policy = 'P', insured_until = '2035-01-01' WHERE id = ANY($1)`, [
      drones.map(({ id }) => id),
    ]);
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    hour += 20;
  });

  function sql(text: string, values: unknown[] = []): Promise<number> {
    return app.get(UnitOfWork).run(SYSTEM, (tx) => tx.execute(text, values));
  }

  const book = (people: readonly object[], over: Record<string, unknown> = {}, client = officer) =>
    client.post<Booked>('/bookings', {
      during: hours(hour, 4),
      purpose: 'Survey of the canal',
      deviceIds: [drones[0]?.id],
      people,
      ...over,
    });
  const asPilot = (who: ApiClient) => ({ capacity: 'pilot', userId: who.user.id });

  it('go along with a drone in one booking, seen by its parties alone', async () => {
    const { status, body } = await book([asPilot(pilot), { capacity: 'collector', userId: officer.user.id }]);
    expect(status).toBe(201);
    expect(body.people.map(({ id, capacity }) => [id, capacity])).toEqual([
      [officer.user.id, 'collector'],
      [pilot.user.id, 'pilot'],
    ]);
    const list = await stranger.get<{ items: Booked[] }>(`/bookings?deviceId=${drones[0]?.id}`);
    expect(list.body.items.find(({ id }) => id === body.id)).toMatchObject({ redacted: true, people: [] });
  });

  it('are had once at a time, however many ask at once', async () => {
    const answers = await Promise.all(drones.slice(0, 20).map(({ id }) => book([asPilot(pilot)], { deviceIds: [id] })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['PERSON_BUSY']),
    );
  });

  it('who are booked or away are refused with until when, who else could come, and when they could', async () => {
    const during = hours(hour, 4);
    await book([asPilot(pilot)]);
    const busy = await book([asPilot(pilot)], { deviceIds: [drones[1]?.id], during: hours(hour + 2, 4) });
    expect(busy.body).toMatchObject({
      code: 'PERSON_BUSY',
      conflicts: [{ userId: pilot.user.id, reason: 'booked', during }],
    });
    expect(busy.body.alternatives[0]).toMatchObject({ reason: 'same_capacity', userId: cityPilot.user.id });
    expect(busy.body.alternatives.at(-1)).toMatchObject({
      reason: 'next_free_period',
      userId: pilot.user.id,
      during: hours(hour + 4, 4),
    });
    const away = { userId: pilot.user.id, during: hours(hour + 4, 3), reason: 'training' };
    const absence = await pilot.post<{ id: string }>('/absences', away);
    const gone = await book([asPilot(pilot)], { deviceIds: [drones[1]?.id], during: hours(hour + 4, 2) });
    expect(gone.body).toMatchObject({ code: 'PERSON_AWAY', conflicts: [{ reason: 'away', during: away.during }] });
    expect(JSON.stringify(gone.body)).not.toContain('training');
    expect(gone.body.alternatives.at(-1)).toMatchObject({ userId: pilot.user.id, during: hours(hour + 7, 2) });
    expect((await pilot.delete(`/absences/${absence.body.id}`)).status).toBe(204);
  });

  it('are free again when the booking is given up, and follow it to another time', async () => {
    const first = await book([asPilot(pilot)]);
    const other = { deviceIds: [drones[1]?.id], during: hours(hour + 6, 2) };
    const second = await book([asPilot(pilot)], other);
    expect([first.status, second.status]).toEqual([201, 201]);
    const longer = await officer.post<Booked>(`/bookings/${first.body.id}/extend`, { to: hours(hour + 6, 1).to });
    expect([longer.status, longer.body.code]).toEqual([409, 'PERSON_BUSY']);
    expect((await officer.post(`/bookings/${second.body.id}/cancel`)).status).toBe(200);
    const again = await officer.post<Booked>(`/bookings/${first.body.id}/extend`, { to: hours(hour + 6, 1).to });
    expect(again.status).toBe(200);
    expect((await book([asPilot(pilot)], other)).body.code).toBe('PERSON_BUSY');
  });

  it('are found when anybody will do: of the own unit first, then of the unit above', async () => {
    const anyPilot = [{ capacity: 'pilot' }];
    const found: (string | undefined)[] = [];
    for (const drone of drones.slice(0, 4))
      found.push((await book(anyPilot, { deviceIds: [drone.id] })).body.people?.[0]?.id);
    expect(found.slice(0, 2)).toEqual([pilot.user.id, cityPilot.user.id]);
    expect(found[2]).toEqual(expect.any(String));
    const none = await book(anyPilot, { deviceIds: [drones[3]?.id] });
    expect([none.status, none.body.code]).toEqual([409, 'PERSON_NOBODY_FREE']);
    expect(none.body.conflicts.length).toBeGreaterThanOrEqual(3);
    expect(none.body.alternatives.map(({ during }) => during)).toContainEqual(hours(hour + 4, 4));
  });

  it.each([
    ['a person of another line of units', () => asPilot(stranger), 'PERSON_LACKS_ROLE'],
    ['an officer as pilot', () => asPilot(officer), 'PERSON_LACKS_ROLE'],
    [
      'a collector of another line of units',
      () => ({ capacity: 'collector', userId: stranger.user.id }),
      'PERSON_NOT_LENT',
    ],
    ['nobody’s id', () => ({ capacity: 'pilot', userId: drones[0]?.id }), 'PERSON_NOT_FOUND'],
  ])('refuse %s, and nothing is booked', async (_, who, code) => {
    expect((await book([who()])).body.code).toBe(code);
    expect((await book([])).status).toBe(201);
  });

  it('need the licence for the drone, to the end of the period', async () => {
    const plan = { during: hours(hour, 4), deviceIds: [drones[5]?.id] };
    await sql(`UPDATE device SET drone_class = 'large' WHERE id = $1`, [drones[5]?.id]);
    const missing = await book([asPilot(pilot)], plan);
    expect([missing.status, missing.body.code, missing.body.needs]).toEqual([422, 'PILOT_LICENCE_MISSING', 'large']);
    await sql(`UPDATE device SET drone_class = 'light' WHERE id = $1`, [drones[5]?.id]);
    await sql(`UPDATE qualification SET valid_from = '2020-01-01', valid_until = '2020-12-31' WHERE user_id = $1`, [
      cityPilot.user.id,
    ]);
    expect((await book([asPilot(cityPilot)], plan)).status).toBe(201);
    const lapsed = await book([asPilot(cityPilot)], { during: hours(hour + 5, 4) });
    expect(lapsed.body.code).toBe('PILOT_LICENCE_LAPSES');
  });

  it('cannot be booked while away; who counted on them is told', async () => {
    const { body } = await book([asPilot(pilot)]);
    const away = { userId: pilot.user.id, during: hours(hour + 3, 4), reason: 'sick' };
    expect((await pilot.post('/absences', away)).status).toBe(201);
    const refused = await book([asPilot(pilot)], { during: hours(hour + 5, 1), deviceIds: [drones[6]?.id] });
    expect(refused.body.code).toBe('PERSON_AWAY');
    await eventually(async () => {
      const { body: told } = await officer.get<{ items: { code: string; subject: { id: string } }[] }>('/me/notices');
      expect(told.items).toContainEqual(
        expect.objectContaining({ code: 'BOOKED_PERSON_AWAY', subject: { kind: 'booking', id: body.id } }),
      );
    });
  });

  it('are shown with what stands in their way', async () => {
    const { from, to } = hours(hour, 1);
    const query = `/crew?capacity=pilot&from=${from}&to=${to}&deviceId=${drones[0]?.id}`;
    const { body } = await officer.get<CrewBody>(query);
    expect(body.items[0]).toMatchObject({ id: pilot.user.id, free: true, refusal: null });
    expect(body.items.find(({ id }) => id === cityPilot.user.id)).toMatchObject({
      free: false,
      refusal: { code: 'PILOT_LICENCE_LAPSES' },
    });
    expect((await officer.get<ProblemBody>(`${query.slice(0, -36)}${officer.user.id}`)).body.code).toBe(
      'DEVICE_NOT_FOUND',
    );
  });
});
