import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BookingBody,
  type DeviceBody,
  deviceOf,
  devicesOf,
  type PageBody,
  type ProblemBody,
  toldOf,
} from '../../factories/pool.js';
import type { ApiClient } from '../../support/client.js';
import { Elsewhere } from '../../support/elsewhere.js';

type Booked = BookingBody & ProblemBody;

const HOUR_MS = 3_600_000;
/** Not the one that ends these days: what is asked for lies ahead. */
const NEXT_YEAR = new Date(Date.now() + 30 * 24 * HOUR_MS).getUTCFullYear() + 1;
/** The year ends in China. */
const YEAR_END = Date.UTC(NEXT_YEAR, 0, 1) - 8 * HOUR_MS;
/** In New York the clocks go forward at 07:00 UTC on the second Sunday of March. */
const CLOCKS_GO = Date.UTC(NEXT_YEAR, 2, 14 - ((new Date(Date.UTC(NEXT_YEAR, 2, 1)).getUTCDay() + 6) % 7), 7);

const period = (start: number, from: number, to: number) => ({
  from: new Date(start + from * HOUR_MS).toISOString(),
  to: new Date(start + to * HOUR_MS).toISOString(),
});

/** Everything of an answer that may not depend on where the server stands. */
function toldBy({ status, body }: { readonly status: number; readonly body: Booked }): unknown {
  const { code, state, during, devices, conflicts, alternatives, refusals } = body;
  const assets = devices?.map(({ assetCode }) => assetCode).toSorted();
  return { status, code, state, during, assets, conflicts, alternatives, refusals };
}

/** The same people ask for the same things. */
async function story(place: Elsewhere) {
  const [tester, officer, borrower, manager] = await Promise.all([
    place.as({ role: 'tester', unit: '东光县' }),
    place.as({ role: 'field_officer', unit: '东光县' }),
    place.as({ role: 'field_officer', unit: '大名县' }),
    place.as({ role: 'equipment_manager', unit: '东光县' }),
  ]);
  const meter = await deviceOf(tester, 'water-photometer');
  const [drone] = (await devicesOf(officer, { kind: 'mavic-3t' })) as [DeviceBody];
  const [kit] = (await devicesOf(officer, { kind: 'inspection-case' })) as [DeviceBody];
  await place.query(`UPDATE calibration SET due_on = $1, done_on = $2 WHERE device_id = $3`, [
    `${NEXT_YEAR - 1}-12-31`,
    `${NEXT_YEAR - 1}-01-01`,
    meter.id,
  ]);
  await place.query(
    `UPDATE device_kind SET turnaround_minutes = 30 WHERE id IN (SELECT kind_id FROM device WHERE id = $1)`,
    [kit.id],
  );
  await place.query(`UPDATE device SET loan_approval = 'other_units', unit_id = $2 WHERE id = $1`, [
    drone.id,
    officer.user.unit.id,
  ]);
  const lots = await tester.get<PageBody<{ id: string }>>(`/lots?unit=${tester.user.unit.id}&kit=cod-vials`);
  const lotId = lots.body.items[0]?.id;
  await place.query(`UPDATE lot SET expires_on = $1 WHERE id = $2`, [`${NEXT_YEAR - 1}-12-31`, lotId]);
  const book = (who: ApiClient, during: unknown, over: object) =>
    who.post<Booked>('/bookings', { during, purpose: 'Canal', ...over });
  const free = async (during: { from: string; to: string }) => {
    const found = await devicesOf(tester, { kind: 'water-photometer', freeFrom: during.from, freeTo: during.to });
    return found.some(({ id }) => id === meter.id);
  };
  const lent = await book(borrower, period(YEAR_END, 20, 30), { deviceIds: [drone.id] });
  const told = await toldOf(manager, lent.body.id);
  const first = await book(officer, period(YEAR_END, -2, 0), { deviceIds: [drone.id] });
  return {
    toTheLastMinute: toldBy(await book(tester, period(YEAR_END, -4, 0), { deviceIds: [meter.id] })),
    aMinuteLonger: toldBy(await book(tester, period(YEAR_END, -4, 1 / 60), { deviceIds: [meter.id] })),
    freeToTheLastMinute: await free(period(YEAR_END, -8, -4)),
    freeAMinuteLonger: await free(period(YEAR_END, -8, 1 / 60)),
    lotToTheLastMinute: toldBy(
      await book(tester, period(YEAR_END, -8, -4), { deviceIds: [meter.id], lots: [{ lotId, quantity: 1 }] }),
    ),
    lotAMinuteLonger: toldBy(
      await book(officer, period(YEAR_END, -1, 1 / 60), { deviceIds: [kit.id], lots: [{ lotId, quantity: 1 }] }),
    ),
    backToBack: toldBy(await book(officer, period(YEAR_END, 0, 2), { deviceIds: [drone.id] })),
    overNewYear: toldBy(await book(officer, period(YEAR_END, -1, 1), { deviceIds: [drone.id] })),
    extended: toldBy(
      await officer.post<Booked>(`/bookings/${first.body.id}/extend`, { to: period(YEAR_END, 0, 1).to }),
    ),
    ready: toldBy(await book(officer, period(YEAR_END, 10, 12), { deviceIds: [kit.id] })),
    turnaround: toldBy(await book(officer, period(YEAR_END, 12, 14), { deviceIds: [kit.id] })),
    whileClocksGo: toldBy(await book(officer, period(CLOCKS_GO, -1, 1), { deviceIds: [kit.id] })),
    afterClocksWent: toldBy(await book(officer, period(CLOCKS_GO, 0, 3), { deviceIds: [kit.id] })),
    anyWhileClocksGo: toldBy(
      await book(officer, period(CLOCKS_GO, -0.5, 0.5), { anyOf: { kindCode: 'inspection-case', quantity: 2 } }),
    ),
    listed: (
      await officer.get<PageBody<BookingBody>>(`/bookings?${new URLSearchParams(period(YEAR_END, -1, 0)).toString()}`)
    ).body.items.map(({ during }) => during),
    busy: (await officer.get<{ busy: unknown }>(`/devices/${drone.id}`)).body.busy,
    asked: told.map(({ code, params }) => [code, params['from'], params['to']]),
  };
}

describe('where the server stands', () => {
  const places: Elsewhere[] = [];
  let inUtc: Awaited<ReturnType<typeof story>>;
  let inNewYork: Awaited<ReturnType<typeof story>>;
  beforeAll(async () => {
    for (const zone of ['UTC', 'America/New_York']) places.push(await Elsewhere.start(zone));
    [inUtc, inNewYork] = (await Promise.all(places.map(story))) as [typeof inUtc, typeof inUtc];
  }, 120_000);
  afterAll(() => Promise.all(places.map((place) => place.stop())));

  it('changes no answer: year end, summer time, turnaround, certificates, lots', () => {
    expect(inNewYork).toEqual(inUtc);
  });

  it('is China for dates that are printed on paper', () => {
    expect(inUtc.toTheLastMinute).toMatchObject({ status: 201 });
    expect(inUtc.aMinuteLonger).toMatchObject({
      code: 'CALIBRATION_LAPSES',
      refusals: [{ validUntil: new Date(YEAR_END).toISOString() }],
    });
    expect([inUtc.freeToTheLastMinute, inUtc.freeAMinuteLonger]).toEqual([true, false]);
    expect(inUtc.lotToTheLastMinute).toMatchObject({ status: 201 });
    expect(inUtc.lotAMinuteLonger).toMatchObject({ status: 422 });
    expect(inUtc.asked).toEqual([['LOAN_ASKED', `${NEXT_YEAR}-01-01 20:00`, `${NEXT_YEAR}-01-02 06:00`]]);
  });

  it('does not move an instant', () => {
    expect(inUtc.backToBack).toMatchObject({ status: 201, during: period(YEAR_END, 0, 2) });
    expect(inUtc.overNewYear).toMatchObject({ code: 'BOOKING_CONFLICT' });
    expect(inUtc.extended).toMatchObject({ code: 'BOOKING_CONFLICT', conflicts: [{ during: period(YEAR_END, 0, 2) }] });
    expect(inUtc.turnaround).toMatchObject({ conflicts: [{ reason: 'turnaround', during: period(YEAR_END, 10, 12) }] });
    expect(inUtc.afterClocksWent).toMatchObject({
      code: 'BOOKING_CONFLICT',
      conflicts: [{ during: period(CLOCKS_GO, -1, 1) }],
    });
    expect(inUtc.listed).toEqual(expect.arrayContaining([period(YEAR_END, -2, 0)]));
    expect(inUtc.listed).not.toEqual(expect.arrayContaining([period(YEAR_END, 0, 2)]));
  });
});
