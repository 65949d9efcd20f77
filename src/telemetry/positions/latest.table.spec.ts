import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FIX_QUALITIES, NOTHING_MEASURED, type TelemetrySample } from '../sample.js';
import { isStale, type LatestState, mergeLatest, mergeStates } from './latest.rules.js';
import { type Latest, LatestTable } from './latest.table.js';

const base = Date.parse('2025-10-25T03:31:00Z');

function frame(second: number, measured: Partial<TelemetrySample>): TelemetrySample {
  const at = new Date(base + second * 1000);
  const who = { dialect: 'dji', serial: 'A', gatewaySerial: 'G', sender: 'sub_device', seq: 1n } as const;
  return { ...NOTHING_MEASURED, ...who, at, receivedAt: new Date(base), ...measured };
}

function stateOf(second: number, measured: Partial<TelemetrySample>): LatestState {
  return mergeLatest(null, frame(second, measured));
}

const figure = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const second = fc.integer({ min: -20, max: 20 });
const angles = fc
  .record({ pitchDegrees: figure, rollDegrees: figure, yawDegrees: figure })
  .filter((said) => Object.values(said).some((angle) => angle !== null));
const measured: fc.Arbitrary<Partial<TelemetrySample>> = fc.record({
  receivedAt: second.map((late) => new Date(base + late * 1000)),
  position: fc.option(
    fc.record({ lon: fc.double({ min: -180, max: 180, noNaN: true }), lat: fc.constant(38.123456789) }),
  ),
  altitudeEllipsoidMetres: figure,
  heightAboveTakeoffMetres: figure,
  altitudeAmslMetres: figure,
  headingDegrees: figure,
  speedMetresPerSecond: figure,
  verticalSpeedMetresPerSecond: figure,
  gimbal: fc.option(angles),
  fix: fc.constantFrom(...FIX_QUALITIES),
  batteryPercent: fc.option(fc.integer({ min: 0, max: 100 })),
  mode: fc.option(fc.constantFrom('wayline', 'standby', 'unknown(77)')),
  status: fc.option(fc.string()),
  environment: fc.option(fc.record({ windMetresPerSecond: figure, rainfall: figure, celsius: figure })),
});
const place = fc.constantFrom('130923', '130929', 'unknown', null);

describe('the table of what is known', () => {
  /** As a map of objects would keep it. */
  function merged(known: Latest | undefined, news: Latest): Latest {
    if (!known) return { state: news.state, place: news.state.position && news.place };
    const state = mergeStates(known.state, news.state);
    const isNew = news.state.position !== null && state.position === news.state.position;
    return { state, place: isNew && news.place !== null ? news.place : known.place };
  }

  it('knows of each device what a map of merged states knows', () => {
    const row = fc.constantFrom(0, 1, 2, 1_023, 1_024, 5_000);
    fc.assert(
      fc.property(fc.array(fc.tuple(row, second, measured, place), { maxLength: 30 }), (frames) => {
        const table = new LatestTable();
        const map = new Map<number, Latest>();
        for (const [at, when, said, where] of frames) {
          const before = map.get(at);
          const latest = { state: stateOf(when, said), place: where };
          const after = merged(before, latest);
          map.set(at, after);
          expect(table.take(at, latest)).toBe(!isDeepStrictEqual(before, after));
        }
        for (const [at, known] of map) {
          expect(table.get(at)).toEqual(known);
          expect(table.positionOf(at)).toEqual(known.state.position?.position);
          expect(table.placeOf(at)).toBe(known.place);
          const now = new Date(base + 15_000);
          expect(table.isStale(at, now)).toBe(known.state.position ? isStale(known.state.position, now) : undefined);
        }
      }),
    );
  });

  it('knows nothing of devices that were not heard', () => {
    const table = new LatestTable();
    table.take(3, { state: stateOf(0, { batteryPercent: 3 }), place: null });
    expect([2, 3, 4, -1].map((row) => table.has(row))).toEqual([false, true, false, false]);
    for (const row of [2, 4, -1, 99_999]) {
      expect(table.get(row)).toBeUndefined();
      expect(table.positionOf(row)).toBeUndefined();
      expect(table.placeOf(row)).toBeNull();
      expect(table.timesOf(row)).toBe(0);
    }
    expect(table.isStale(3, new Date(base))).toBeUndefined();
  });

  it('gives copies: what is made of them changes nothing', () => {
    const table = new LatestTable();
    table.take(0, { state: stateOf(0, { batteryPercent: 50 }), place: null });
    table.get(0)?.state.heardAt.setTime(0);
    expect(table.get(0)?.state.heardAt).toEqual(new Date(base));
  });
});

describe('the times of a state', () => {
  const said = fc.record(
    {
      position: fc.constantFrom({ lon: 1, lat: 1 }, { lon: 2, lat: 2 }),
      batteryPercent: fc.integer({ min: 0, max: 100 }),
      mode: fc.constantFrom('wayline', 'standby'),
    },
    { requiredKeys: [] },
  );
  /** No two of one instant: of those the first word stays. */
  const instants = fc.uniqueArray(second, { minLength: 8, maxLength: 8 });

  function tableOf(frames: readonly TelemetrySample[]): LatestTable {
    const table = new LatestTable();
    for (const each of frames) table.take(0, { state: mergeLatest(null, each), place: null });
    return table;
  }

  it('are the same only of states that are the same, where one has what the other has', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), instants, fc.nat(7), (parts, seconds, left) => {
        const frames = parts.map((part, index) => {
          const at = new Date(base + (seconds[index] ?? 0) * 1000 + 500);
          return { ...frame(0, part), at, receivedAt: new Date(base + index * 1000) };
        });
        const all = tableOf(frames);
        const fewer = tableOf(frames.filter((_, index) => index !== left));
        expect(all.timesOf(0) === fewer.timesOf(0)).toBe(isDeepStrictEqual(all.get(0), fewer.get(0)));
      }),
    );
  });

  it('are others as soon as one part is newer', () => {
    const before = frame(-10, { position: { lon: 1, lat: 1 }, batteryPercent: 50, mode: 'standby' });
    const news = [{ position: { lon: 2, lat: 2 } }, { batteryPercent: 49 }, { mode: 'wayline' }, { status: 'on' }, {}];
    for (const part of news)
      expect(tableOf([before, frame(-3, part)]).timesOf(0)).toBeGreaterThan(tableOf([before]).timesOf(0));
  });
});
