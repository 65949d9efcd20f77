import { describe, expect, it } from '@jest/globals';
import { detect } from './conformance.rules.js';
import type { AirLimits, AlertKind } from './conformance.types.js';
import { stateOf } from './restored.rules.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 8) + seconds * 1000);
const NOW = second(300);
const alert = (kind: AlertKind, beganAt: number, crossings: number) => ({
  kind,
  subjectId: null,
  about: 'before',
  beganAt: second(beganAt),
  worstMetres: 12,
  directionDegrees: 90,
  crossings,
});
const BEFORE_ITS_TIME: AirLimits = {
  plan: { during: { from: second(3_600), to: second(7_200) }, volumes: [] },
  plannedTakeOff: null,
  takenOffFrom: null,
  knownZoneIds: new Set(),
  zones: [],
  others: [],
};
const sampleAt = (at: Date) => ({
  at,
  receivedAt: at,
  position: null,
  heightAboveTakeoffMetres: null,
  altitudeAmslMetres: null,
  altitudeEllipsoidMetres: null,
  airborne: true,
});

describe('a flight that is watched again after a restart', () => {
  it('goes on with its alerts, and silence counts from now', () => {
    expect(stateOf('nonconforming', [alert('above_band', 280, 3)], NOW)).toMatchObject({
      state: 'nonconforming',
      heardAt: NOW,
      heightAt: NOW,
      positionAt: NOW,
      open: [{ kind: 'above_band', beganAt: second(280), metres: 12, rightSince: null, crossings: 3 }],
    });
  });

  it.each<[string, Parameters<typeof alert>[], number | null]>([
    ['not at all without an alert', [], null],
    ['not by what is wrong within the plan', [['lost_link', 100, 1]], null],
    ['since it left its plan', [['outside_volume', 280, 1]], 280],
    [
      'since it left it first',
      [
        ['above_band', 290, 1],
        ['outside_volume', 280, 1],
      ],
      280,
    ],
    ['from now on, where it came back in between', [['outside_volume', 100, 2]], 300],
    [
      'since the one that it never came back from',
      [
        ['outside_volume', 100, 2],
        ['outside_period', 200, 1],
      ],
      200,
    ],
  ])('is astray %s', (_, alerts, since) => {
    const { astraySince } = stateOf(
      'nonconforming',
      alerts.map((each) => alert(...each)),
      NOW,
    );
    expect(astraySince).toEqual(since === null ? null : second(since));
  });

  it('is given another minute after it has flapped at the edge', () => {
    const known = stateOf('nonconforming', [alert('outside_period', 100, 4)], NOW);
    const { next } = detect(known, { sample: sampleAt(second(302)) }, BEFORE_ITS_TIME);
    expect(next.state).toBe('nonconforming');
    expect(detect(next, { sample: sampleAt(second(361)) }, BEFORE_ITS_TIME).next.state).toBe('contingent');
  });
});
