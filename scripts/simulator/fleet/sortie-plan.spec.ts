import { describe, expect, it } from '@jest/globals';
import { type CrewMoment, SortiePlan } from './sortie-plan.js';

const home = { lon: 116.5, lat: 37.9 };
const HOURS = 3;
const beganAt = Date.parse('2026-05-06T01:00:00Z');

function dayOf(seed: number): CrewMoment[] {
  const plan = new SortiePlan({ seed, home, firstTakeOffWithinSeconds: 120 });
  return Array.from({ length: HOURS * 1_800 }, (_, i) => plan.momentAt(i * 2, new Date(beganAt + i * 2_000)));
}

const metresBetween = (a: CrewMoment, b: CrewMoment): number =>
  Math.hypot(
    (a.point.lon - b.point.lon) * 111_195 * Math.cos((home.lat * Math.PI) / 180),
    (a.point.lat - b.point.lat) * 111_195,
  );

describe('the day of a crew', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(dayOf(5)).toEqual(dayOf(5));
    expect(dayOf(5)).not.toEqual(dayOf(6));
  });

  it('waits on the ground, flies, lands, rests and flies again', () => {
    const day = dayOf(7);
    expect(day[0]).toMatchObject({ airborne: false, sortie: 0, point: { phase: 'ground' } });
    expect(day.findIndex(({ airborne }) => airborne) * 2).toBeLessThanOrEqual(122);
    expect(Math.max(...day.map(({ sortie }) => sortie))).toBeGreaterThanOrEqual(3);
    const landings = day.filter(({ airborne }, i) => !airborne && day[i - 1]?.airborne === true);
    expect(landings.length).toBeGreaterThanOrEqual(3);
    expect(landings.every(({ point }) => point.heightAboveTakeoffMetres < 1)).toBe(true);
  });

  it('has no leap in it: nobody flies faster than 12 m/s, and between sorties nobody moves the stand', () => {
    const day = dayOf(11);
    const steps = day.slice(1).map((moment, i) => metresBetween(moment, day[i] ?? moment));
    expect(Math.max(...steps)).toBeLessThan(24);
  });

  it('stays within a few kilometres of the unit, at times that were asked for', () => {
    const day = dayOf(13);
    const yard = { ...day[0], point: { ...day[0]?.point, ...home } } as CrewMoment;
    expect(Math.max(...day.map((moment) => metresBetween(moment, yard)))).toBeLessThan(5_000);
    expect(day.every(({ point }, i) => point.at.getTime() === beganAt + i * 2_000)).toBe(true);
  });
});
