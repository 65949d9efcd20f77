import { describe, expect, it } from '@jest/globals';
import type {
  AirSample,
  ConformanceService,
  FlightTurns,
  FlyingRow,
  Outcome,
  WatchedFlight,
} from '../../missions/index.js';
import type { UnitOfWork } from '../../platform/index.js';
import { DeviceSlots } from '../devices/device.slots.js';
import type { AirPicture } from './air-picture.js';
import { FlightDetector } from './flight-detector.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 8) + seconds * 1000);
const ID = 'flight';
const ROW = { id: ID, deviceId: 'd', takenOffAt: second(-60), heardAirborneAt: second(-60) } as unknown as FlyingRow;

/** Before its period from the take-off on. */
function early(): WatchedFlight {
  const during = { from: second(3_600), to: second(7_200) };
  const plan = { during, volumes: [] };
  const limits = { plan, plannedTakeOff: null, takenOffFrom: null, knownZoneIds: new Set<string>() };
  const times = { heardAt: second(0), heightAt: second(0), positionAt: second(0) };
  return { id: ID, limits, state: { state: 'airborne', astraySince: null, ...times, open: [] } };
}

/** A detector of one flight in memory, and what is done with it in order. */
function detectorOf(first: WatchedFlight) {
  let flight = first;
  const done: (Outcome | 'landed')[] = [];
  const picture: Partial<AirPicture> = {
    flightOf: () => ROW,
    watched: () => flight,
    zonesAround: () => [],
    othersNear: () => [],
    keep: (next) => void (flight = next),
  };
  const unitOfWork = { read: (work: (tx: unknown) => unknown) => work(undefined) };
  const conformance: Partial<ConformanceService> = {
    record: (_id, _from, outcome) => Promise.resolve(done.push(outcome) > 0),
  };
  const turns: Partial<FlightTurns> = { land: () => Promise.resolve(void done.push('landed')) };
  const detector = new FlightDetector(
    unitOfWork as unknown as UnitOfWork,
    picture as AirPicture,
    conformance as ConformanceService,
    turns as FlightTurns,
    new DeviceSlots(),
  );
  const hear = (at: number, more: Partial<AirSample> = {}) =>
    detector.follow({ deviceId: 'd', sample: { ...FRAME, at: second(at), receivedAt: second(at), ...more } }, null);
  return { hear, done, change: (limits: WatchedFlight['limits']) => (flight = { ...flight, limits }) };
}

const FRAME: AirSample = {
  at: second(0),
  receivedAt: second(0),
  position: null,
  heightAboveTakeoffMetres: null,
  altitudeAmslMetres: null,
  altitudeEllipsoidMetres: null,
  airborne: true,
};

describe('the last that is known of an alert', () => {
  it('is written before the landing ends it', async () => {
    const flight = early();
    const { hear, done, change } = detectorOf(flight);
    await hear(1);
    change({ ...flight.limits, plan: null });
    await hear(2);
    change(flight.limits);
    await hear(3);
    expect(done).toMatchObject([{ began: [{ kind: 'outside_period', crossings: 1 }] }]);
    await hear(4, { airborne: false });
    expect(done.slice(1)).toMatchObject([{ next: { open: [{ kind: 'outside_period', crossings: 2 }] } }, 'landed']);
  });

  it('is not written twice', async () => {
    const { hear, done } = detectorOf(early());
    await hear(1);
    await hear(4, { airborne: false });
    expect(done.slice(1)).toEqual(['landed']);
  });
});
