import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Elsewhere } from '../../support/elsewhere.js';
import { book, square } from './mission-kit.js';

interface Checked {
  readonly assessment: {
    readonly application: string;
    readonly tooLateToApply: boolean;
    readonly deadlines: Readonly<
      Record<'application' | 'answer' | 'readinessReport', { readonly before: string; readonly article: string }>
    >;
  };
}

const HOUR_MS = 3_600_000;
/** The year ends in China; in UTC and in New York it is still the day before. */
const YEAR_END = Date.UTC(new Date().getUTCFullYear() + 1, 0, 1) - 8 * HOUR_MS;
const NOON_BEFORE = YEAR_END - 12 * HOUR_MS;
const iso = (instant: number): string => new Date(instant).toISOString();
const hours = (from: number, to: number) => ({
  from: iso(YEAR_END + from * HOUR_MS),
  to: iso(YEAR_END + to * HOUR_MS),
});

/** What the service says of flights above 120 m: in the first hour of the year, and on its first morning. */
async function story(place: Elsewhere) {
  const pilot = await place.as({ role: 'pilot', unit: '东光县' });
  const { id: deviceId } = await book(pilot, 'kind=mavic-3t', hours(0, 12));
  const volumes = [{ geometry: square(116.3, 37.6, 0.01), lowerMetres: 20, upperMetres: 150 }];
  const check = async (during: ReturnType<typeof hours>) => {
    const plan = { deviceId, pilotId: pilot.user.id, purpose: '跨年夜排查', during, volumes };
    const { assessment } = (await pilot.post<Checked>('/flights/check', plan)).body;
    const { application, tooLateToApply, deadlines } = assessment;
    return { application, tooLateToApply, deadlines };
  };
  const inTime = [await check(hours(0, 1)), await check(hours(9, 10))];
  await place.goTo(new Date(NOON_BEFORE));
  return { inTime, late: [await check(hours(0, 1)), await check(hours(9, 10))] };
}

describe('deadlines where the server stands elsewhere', () => {
  const places: Elsewhere[] = [];
  let inUtc: Awaited<ReturnType<typeof story>>;
  let inNewYork: Awaited<ReturnType<typeof story>>;
  beforeAll(async () => {
    for (const zone of ['UTC', 'America/New_York'])
      places.push(await Elsewhere.start(zone, new Date(NOON_BEFORE - 1_000)));
    [inUtc, inNewYork] = (await Promise.all(places.map(story))) as [typeof inUtc, typeof inUtc];
  }, 120_000);
  afterAll(() => Promise.all(places.map((place) => place.stop())));

  it('are the same, across the end of the year', () => {
    expect(inNewYork).toEqual(inUtc);
  });

  it('let an application come at 11:59:59 in China, and none at 12:00:00', () => {
    expect(inUtc.inTime.map(({ tooLateToApply }) => tooLateToApply)).toEqual([false, false]);
    expect(inUtc.late.map(({ tooLateToApply }) => tooLateToApply)).toEqual([true, true]);
  });

  it('lie on the last day of the year in China, the readiness report an hour before', () => {
    for (const [nth, from] of [0, 9].entries())
      expect(inUtc.inTime[nth]).toMatchObject({
        application: 'required',
        deadlines: {
          application: { before: iso(NOON_BEFORE), article: '26(1)', textRead: true },
          answer: { before: iso(YEAR_END - 3 * HOUR_MS), article: '26(1)', textRead: true },
          readinessReport: { before: iso(YEAR_END + (from - 1) * HOUR_MS), article: '30', textRead: true },
        },
      });
  });
});
