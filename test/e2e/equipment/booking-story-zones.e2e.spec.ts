import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  devicesOf,
  type ProblemBody,
  toldOf,
} from '../../factories/pool.js';
import type { ApiClient } from '../../support/client.js';
import { Elsewhere } from '../../support/elsewhere.js';

type Booked = BookingBody & ProblemBody;
type Story = Awaited<ReturnType<typeof story>>;

const HOUR_MS = 3_600_000;
/** Not the year that ends these days: what is asked for lies ahead. */
const NEXT_YEAR = new Date(Date.now() + 30 * 24 * HOUR_MS).getUTCFullYear() + 1;

const sundayOf = (month: number, nth: number): number => {
  const weekday = new Date(Date.UTC(NEXT_YEAR, month, 1)).getUTCDay();
  return 1 + ((7 - weekday) % 7) + (nth - 1) * 7;
};

/** When a year or summer time begins or ends, in China or in New York; in the order of time. */
const TURNS = [
  ['the year ends in China', new Date(Date.UTC(NEXT_YEAR - 1, 11, 31, 16))],
  ['the year ends in UTC and in New York', new Date(Date.UTC(NEXT_YEAR, 0, 1, 5))],
  ['clocks go forward in New York', new Date(Date.UTC(NEXT_YEAR, 2, sundayOf(2, 2), 7))],
  ['clocks go back in New York', new Date(Date.UTC(NEXT_YEAR, 10, sundayOf(10, 1), 6))],
] as const;

/** Everything that tells two runs apart without meaning anything: ids become the number of their first mention. */
function plain(told: unknown): unknown {
  const numbers = new Map<string, number>();
  const text = JSON.stringify(told).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    numbers.set(id, numbers.get(id) ?? numbers.size);
    return `#${numbers.get(id)}`;
  });
  return JSON.parse(text) as unknown;
}

/** A device is booked, taken, kept too long and brought back while the clocks turn; another is never picked up. */
async function story(place: Elsewhere, turn: Date, nth: number) {
  const at = (hour: number): Date => new Date(turn.getTime() + hour * HOUR_MS);
  const hours = (from: number, to: number) => ({ from: at(from).toISOString(), to: at(to).toISOString() });
  let [officer, borrower] = [] as unknown as [ApiClient, ApiClient];
  const goTo = async (hour: number): Promise<void> => {
    await place.goTo(at(hour));
    officer = await place.as({ role: 'field_officer', unit: '东光县' });
    borrower = await place.as({ role: 'field_officer', unit: '大名县' });
  };
  await goTo(-10);
  const drones = await devicesOf(officer, { kind: 'mavic-3e' });
  const [drone, unclaimed] = drones.slice(2 * nth) as [DeviceBody, DeviceBody];
  const meter = (await devicesOf(officer, { kind: 'water-photometer' }))[nth] as DeviceBody;
  const kit = (await devicesOf(officer, { kind: 'inspection-case' }))[nth] as DeviceBody;
  const chinaDay = new Date(turn.getTime() + 8 * HOUR_MS - 1).toISOString().slice(0, 10);
  await place.query(`UPDATE calibration SET due_on = $1, done_on = '2026-01-01' WHERE device_id = $2`, [
    chinaDay,
    meter.id,
  ]);
  const dayEnds = new Date(Date.parse(`${chinaDay}T16:00:00Z`));
  await place.query(`UPDATE device_kind SET turnaround_minutes = 30 WHERE code = 'inspection-case'`);
  const book = async (who: ApiClient, during: object, ...devices: DeviceBody[]) =>
    (await who.post<Booked>('/bookings', { during, purpose: 'Canal', deviceIds: devices.map(({ id }) => id) })).body;
  const upTo = (end: number) => ({ from: at(-2).toISOString(), to: new Date(dayEnds.getTime() + end).toISOString() });

  const booked = await book(officer, hours(-9, 1), drone);
  const unclaimedBooking = await book(officer, hours(-9, -5), unclaimed);
  const next = await book(borrower, hours(4, 6), drone);
  const answers = {
    booked,
    next,
    refused: await book(borrower, hours(0, 2), drone),
    ready: await book(officer, hours(-4, -1), kit),
    turnaround: await book(borrower, hours(-1, 1), kit),
    certifiedToTheLastMinute: await book(officer, upTo(0), meter),
    certifiedAMinuteLess: await book(borrower, upTo(60_000), meter),
  };
  await goTo(-8.9);
  const { body: out } = await officer.post<CheckOutBody>('/check-outs', { deviceId: drone.id, bookingId: booked.id });
  const extend = async (to: number) =>
    (await officer.post<Booked>(`/bookings/${booked.id}/extend`, { to: at(to).toISOString() })).body;
  const extended = await extend(2);
  const tooLong = await extend(5);
  await goTo(-4);
  const noShow = (await officer.get<Booked>(`/bookings/${unclaimedBooking.id}`)).body;
  await goTo(1.5);
  const reminded = await toldOf(officer, booked.id);
  await goTo(2.5);
  const overdue = (await officer.get<Booked>(`/bookings/${booked.id}`)).body;
  const affected = (await borrower.get<Booked>(`/bookings/${next.id}`)).body;
  const told = [await toldOf(officer, booked.id), await toldOf(borrower, next.id)];
  await goTo(3);
  const back = (await officer.post<CheckOutBody>(`/check-outs/${out.id}/hand-back`, {})).body;
  const feedOf = async (body: object): Promise<string> => {
    const { body: opened } = await officer.post<{ path: string }>('/calendar-feeds', body);
    return (await fetch(place.url + opened.path)).text();
  };
  const figures = (by: string) => {
    const query = new URLSearchParams({ by, kind: 'mavic-3e', ...hours(-10, 4) });
    return officer.get(`/reports/pool/utilisation?${query.toString()}`).then(({ body }) => body);
  };
  return {
    ...answers,
    out,
    extended,
    tooLong,
    noShow,
    reminded,
    overdue,
    affected,
    told,
    back,
    feeds: [
      await feedOf({ about: 'device', id: drone.id }),
      await feedOf({ about: 'unit', id: officer.user.unit.id }),
      await feedOf({ about: 'person' }),
    ],
    figures: [await figures('kind'), await figures('unit')],
    idle: (await officer.get(`/reports/pool/idle?days=1&kind=mavic-3e`)).body,
    device: (await officer.get(`/devices/${drone.id}`)).body,
    activity: (await officer.get(`/devices/${drone.id}/activity`)).body,
    exported: (await officer.get(`/devices/export?f=csv&lang=zh&q=${drone.assetCode}`)).body,
  };
}

describe('the story of a booking', () => {
  const places: Elsewhere[] = [];
  beforeAll(async () => {
    for (const zone of ['UTC', 'America/New_York'])
      places.push(await Elsewhere.start(zone, new Date(TURNS[0][1].getTime() - 11 * HOUR_MS)));
    await Promise.all(
      places.map((place) =>
        place.query(`UPDATE device SET insured_until = '2040-01-01' WHERE insurance_policy IS NOT NULL`),
      ),
    );
  }, 120_000);
  afterAll(() => Promise.all(places.map((place) => place.stop())));

  it.each(TURNS.map(([words, turn], nth) => [words, turn, nth] as const))(
    'is the same in UTC and in New York while %s',
    async (_words, turn, nth) => {
      const [inUtc, inNewYork] = (await Promise.all(places.map((place) => story(place, turn, nth)))) as [Story, Story];
      expect(plain(inNewYork)).toEqual(plain(inUtc));
      const hoursAfter = (hour: number) => new Date(turn.getTime() + hour * HOUR_MS).toISOString();
      expect(inUtc).toMatchObject({
        booked: { state: 'reserved' },
        refused: { code: 'BOOKING_CONFLICT', conflicts: [{ during: { to: hoursAfter(1) } }] },
        turnaround: { code: 'BOOKING_CONFLICT', conflicts: [{ reason: 'turnaround' }] },
        certifiedToTheLastMinute: { state: 'reserved' },
        certifiedAMinuteLess: { code: 'CALIBRATION_LAPSES' },
        extended: { state: 'out', during: { to: hoursAfter(2) } },
        tooLong: { code: 'BOOKING_CONFLICT', conflicts: [{ during: { from: hoursAfter(4) } }] },
        noShow: { state: 'no_show' },
        reminded: [{ code: 'DEVICE_DUE_SOON' }],
        overdue: { state: 'overdue' },
        affected: { devices: [{ affected: true }] },
        told: [[{ code: 'DEVICE_OVERDUE' }, {}], [{ code: 'BOOKING_AFFECTED' }]],
        back: { returnedAt: hoursAfter(3) },
      });
      const wallClock = new Date(turn.getTime() + 10 * HOUR_MS).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
      expect(inUtc.feeds[0]).toContain(`DTEND;TZID=Asia/Shanghai:${wallClock}`);
      expect(inUtc.figures[0]).toMatchObject({ total: { outHours: expect.closeTo(11.9, 3) } });
    },
    90_000,
  );
});
