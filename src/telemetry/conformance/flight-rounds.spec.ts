import { describe, expect, it } from '@jest/globals';
import type { UnitOfWork } from '../../platform/index.js';
import type { AirPicture } from './air-picture.js';
import type { DetectorLeases } from './detector.leases.js';
import type { FlightDetector } from './flight-detector.js';
import { FlightRounds } from './flight-rounds.js';

function roundsOver(followed: string[], onFollow: (rounds: FlightRounds) => void): FlightRounds {
  const at = new Date();
  const picture = {
    refresh: async () => undefined,
    newsOf: () => ({ at, receivedAt: at, airborne: true }),
    look: () => undefined,
    flying: () => [],
  };
  const detector = {
    mayTakeOff: () => false,
    lastLandings: async () => new Map(),
    follow: async ({ deviceId }: { deviceId: string }) => {
      followed.push(deviceId);
      onFollow(rounds);
      return false;
    },
  };
  const rounds = new FlightRounds(
    { read: async (work: (tx: undefined) => unknown) => work(undefined) } as unknown as UnitOfWork,
    { has: () => true } as unknown as DetectorLeases,
    picture as unknown as AirPicture,
    detector as unknown as FlightDetector,
    { now: () => at },
  );
  return rounds;
}

describe('a round over all aircraft', () => {
  const ids = Array.from({ length: 600 }, (_, nth) => String(nth));

  it('follows each of them', async () => {
    const followed: string[] = [];
    await roundsOver(followed, () => undefined).go(ids);
    expect(new Set(followed)).toEqual(new Set(ids));
  });

  it('follows no more of them once the service stops', async () => {
    const followed: string[] = [];
    await roundsOver(followed, (rounds) => followed.length === 3 && rounds.breakOff()).go(ids);
    expect(followed.length).toBeLessThan(10);
  });
});
