import { describe, expect, it } from '@jest/globals';
import type { PlanStanding } from './maintenance/maintenance.rules.js';
import { maintenanceRefusal, partRefusal, type PartFacts, upkeepEnds } from './upkeep.rules.js';

const during = { from: new Date('2026-11-30T01:00:00Z'), to: new Date('2026-12-01T01:00:00Z') };
const plan = (over: Partial<PlanStanding>): PlanStanding => ({
  planId: 'p',
  title: 'Service',
  everyDays: null,
  everySeconds: null,
  everyCycles: null,
  sinceOn: '2026-11-01',
  usedSeconds: 0,
  usedCycles: 0,
  ...over,
});
const part = (partId: string, over: Partial<PartFacts> = {}): PartFacts => ({
  partId,
  assetCode: partId.toUpperCase(),
  calibrationRequired: false,
  certificate: null,
  maintenance: [],
  ...over,
});

describe('upkeep', () => {
  it('lets a period end before the day work is due', () => {
    expect(maintenanceRefusal({ maintenance: [plan({ everyDays: 31 })] }, during)).toBeNull();
    expect(maintenanceRefusal({ maintenance: [plan({ everyDays: 30 })] }, during)).toMatchObject({
      code: 'MAINTENANCE_DUE',
      validUntil: new Date('2026-11-30T16:00:00Z'),
      works: [{ dueOn: '2026-12-01' }],
    });
  });

  it('names no end once hours or cycles are used up', () => {
    const maintenance = [plan({ everyDays: 30 }), plan({ everyCycles: 200, usedCycles: 200 })];
    expect(maintenanceRefusal({ maintenance }, during)).toMatchObject({ validUntil: null });
  });

  it('passes over parts that may go along and names the first that may not', () => {
    const lapsed = { number: 'N-1', result: 'pass', dueOn: '2026-11-30' } as const;
    expect(partRefusal([part('a', { certificate: lapsed })], during)).toBeNull();
    expect(
      partRefusal([part('a'), part('b', { calibrationRequired: true, certificate: lapsed }), part('c')], during),
    ).toEqual({
      partId: 'b',
      assetCode: 'B',
      code: 'CALIBRATION_LAPSES',
      validUntil: new Date('2026-11-30T16:00:00Z'),
      certificate: lapsed,
    });
  });

  it('sets the ends of a device and of its parts', () => {
    const own = part('a', { maintenance: [plan({ everyDays: 30 }), plan({ everyDays: 40 })] });
    const theirs = part('b', {
      calibrationRequired: true,
      certificate: { number: null, result: 'pass', dueOn: '2026-11-30' },
    });
    expect(upkeepEnds(own, [theirs])).toEqual([new Date('2026-11-30T16:00:00Z'), new Date('2026-11-30T16:00:00Z')]);
    expect(upkeepEnds(part('c'), [])).toEqual([]);
  });
});
