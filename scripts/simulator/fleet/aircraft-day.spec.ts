import { describe, expect, it } from '@jest/globals';
import { AircraftDay } from './aircraft-day.js';

const crew = { gatewaySerial: '4LFCL5D00000001', aircraftSerial: '1581F5FJD0000000001A' };
const home = { lon: 116.55, lat: 37.9 };
const options = { seed: 5, home, firstTakeOffWithinSeconds: 300, speed: 1, photoWidthPixels: 400 };
const PERIOD_SECONDS = 1 / 7;
const MOMENTS = 40;

/** Every id that one flight is told by, moment after moment of a clock that counts whole milliseconds. */
function idsOf(beganAt: number): Set<string> {
  const day = new AircraftDay(crew, options);
  const ids = Array.from({ length: MOMENTS }, (_, nth) => {
    const seconds = nth * PERIOD_SECONDS;
    return day.flightId(day.plan.current, seconds, new Date(beganAt + seconds * 1_000));
  });
  return new Set(ids);
}

describe('a flight', () => {
  const beganAt = Date.parse('2026-05-06T01:00:00Z');

  it('has one id, also where it takes off on the edge between two seconds', () => {
    const { takeOffAt } = new AircraftDay(crew, options).plan.current;
    const edge = beganAt + 500 - Math.round((takeOffAt % 1) * 1_000);
    const beginnings = Array.from({ length: 121 }, (_, nth) => edge + nth - 60);
    expect(beginnings.filter((at) => idsOf(at).size !== 1)).toEqual([]);
  });

  it('has another in another run', () => {
    expect(idsOf(beganAt)).not.toEqual(idsOf(beganAt + 60_000));
  });
});
