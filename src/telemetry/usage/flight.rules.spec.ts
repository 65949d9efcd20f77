import { describe, expect, it } from '@jest/globals';
import { endSilent, type FlightFrame, followFlight, isAirborne, type OpenFlight } from './flight.rules.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1) + seconds * 1000);
const frame = (at: number, over: Partial<FlightFrame> = {}): FlightFrame => ({
  at: second(at),
  receivedAt: second(at + 1),
  mode: null,
  heightAboveTakeoffMetres: null,
  speedMetresPerSecond: null,
  ...over,
});
const air = (at: number) => frame(at, { mode: 'wayline' });
const ground = (at: number) => frame(at, { mode: 'standby' });
const open = (from: number, at: number): OpenFlight => ({
  from: second(from),
  at: second(at),
  receivedAt: second(at + 1),
});
const flight = (from: number, to: number) => ({ from: second(from), to: second(to) });

describe('being in the air', () => {
  it.each([
    [{ mode: 'wayline', heightAboveTakeoffMetres: 0 }, true],
    [{ mode: 'automatic_landing' }, true],
    [{ mode: 'standby', heightAboveTakeoffMetres: 30 }, false],
    [{ mode: 'take_off_prepared' }, false],
    [{ mode: 'unknown(40)', heightAboveTakeoffMetres: 30 }, true],
    [{ mode: 'not_connected' }, null],
    [{ mode: 'not_connected', heightAboveTakeoffMetres: 60 }, null],
    [{ mode: 'not_connected', heightAboveTakeoffMetres: 0, speedMetresPerSecond: 0 }, null],
    [{ heightAboveTakeoffMetres: -12 }, true],
    [{ heightAboveTakeoffMetres: 0.4 }, false],
    [{ heightAboveTakeoffMetres: 0.4, speedMetresPerSecond: 0.6 }, null],
    [{}, null],
  ] as const)('is told by %j: %s', (over, airborne) => {
    expect(isAirborne(frame(0, over))).toBe(airborne);
  });
});

describe('a flight', () => {
  it('lasts from the first frame in the air to the first on the ground', () => {
    expect(followFlight(null, [ground(0), air(10), frame(15), air(20), ground(22), ground(24)])).toEqual({
      open: null,
      ended: [flight(10, 22)],
    });
  });

  it('goes on from where it was read to', () => {
    const { open: half } = followFlight(null, [air(10), air(20)]);
    expect(half).toEqual(open(10, 20));
    expect(followFlight(half, [air(30), ground(40)])).toEqual({ open: null, ended: [flight(10, 40)] });
  });

  it('is two when nothing was heard for long, and the silence belongs to neither', () => {
    expect(followFlight(null, [air(0), air(600), air(1_201), ground(1_300)]).ended).toEqual([
      flight(0, 600),
      flight(1_201, 1_300),
    ]);
    expect(followFlight(open(0, 100), [ground(701)])).toEqual({ open: null, ended: [flight(0, 100)] });
  });

  it('of a clock ahead was flown when its frames were received, and never ends before it began', () => {
    const ahead = (at: number, mode: string) => frame(at + 1_200, { mode, receivedAt: second(at) });
    const flown = [ahead(0, 'wayline'), ahead(20, 'wayline'), ahead(30, 'standby')];
    expect(followFlight(null, flown)).toEqual({ open: null, ended: [flight(0, 30)] });
    expect(followFlight(open(100, 140), [ahead(50, 'wayline')]).open).toMatchObject({
      from: second(100),
      at: second(140),
    });
    expect(followFlight(open(100, 140), [ahead(50, 'standby')]).ended).toEqual([flight(100, 140)]);
  });

  it('of a clock twenty minutes ahead is one, though its frames are read long after they came', () => {
    const ahead = (at: number) => frame(at + 1_200, { mode: 'wayline', receivedAt: second(at) });
    const read = followFlight(null, [ahead(0), ahead(20), ahead(60)]);
    expect(endSilent(read, second(1_260), true)).toEqual(read);
    const rest = followFlight(read.open, [ahead(80), ahead(120)]);
    expect(endSilent(rest, second(1_330), false)).toEqual({ open: null, ended: [flight(0, 120)] });
  });

  it('ends with the last frame once we have waited, whatever the clock of the device says', () => {
    const slow: OpenFlight = { from: second(0), at: second(60), receivedAt: second(3_600) };
    const followed = { open: slow, ended: [] };
    expect(endSilent(followed, second(4_200))).toEqual(followed);
    expect(endSilent(followed, second(4_201))).toEqual({ open: null, ended: [flight(0, 60)] });
  });
});
