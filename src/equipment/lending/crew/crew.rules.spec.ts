import { describe, expect, it } from '@jest/globals';
import { type CrewFacts, crewRefusal, type Held, type Operated } from './crew.rules.js';

const DAYS = { first: '2026-12-30', last: '2027-01-02' };
const PILOT: CrewFacts = {
  userId: 'p',
  active: true,
  roles: ['pilot', 'tester'],
  within: true,
  away: false,
  busy: false,
  held: [],
};
const drone = (droneClass: Operated['droneClass']): Operated => ({ category: 'uav', droneClass });
const licence = (scope: string, validUntil: string | null = null, validFrom = '2026-01-01'): Held => ({
  kind: 'pilot_licence',
  scope,
  validFrom,
  validUntil,
});
const training = (scope: string, validUntil: string | null = null): Held => ({
  kind: 'tester_training',
  scope,
  validFrom: '2026-01-01',
  validUntil,
});

describe('a pilot', () => {
  it.each([
    ['no licence for micro and light drones', [drone('micro'), drone('light')], [], null],
    ['one for a small drone', [drone('small')], [], 'PILOT_LICENCE_MISSING'],
    [
      'one for the largest drone of several',
      [drone('light'), drone('medium')],
      [licence('small')],
      'PILOT_LICENCE_MISSING',
    ],
    ['one that covers smaller classes too', [drone('small')], [licence('large')], null],
    ['one where the class is unknown', [drone(null)], [], 'PILOT_LICENCE_MISSING'],
    ['any where the class is unknown', [drone(null)], [licence('small')], null],
    ['one that lasts to the last day, that day included', [drone('small')], [licence('small', '2027-01-02')], null],
    ['none that lapses meanwhile', [drone('small')], [licence('small', '2027-01-01')], 'PILOT_LICENCE_LAPSES'],
    ['none that begins later', [drone('small')], [licence('small', null, '2026-12-31')], 'PILOT_LICENCE_MISSING'],
    ['no training for a licence', [drone('small')], [training('water')], 'PILOT_LICENCE_MISSING'],
    ['nothing for what does not fly', [{ category: 'water', droneClass: null } as const], [], null],
  ])('needs %s', (_, devices, held, code) => {
    expect(crewRefusal({ ...PILOT, held }, 'pilot', devices, DAYS)?.code ?? null).toBe(code);
  });

  it('is told until when the licence lasts and what it lacks', () => {
    const held = [licence('small', '2026-12-31'), licence('small', '2026-12-30')];
    expect(crewRefusal({ ...PILOT, held }, 'pilot', [drone('small')], DAYS)).toEqual({
      code: 'PILOT_LICENCE_LAPSES',
      userId: 'p',
      needs: 'small',
      validUntil: '2026-12-31',
    });
    expect(crewRefusal(PILOT, 'pilot', [drone(null)], DAYS)).toMatchObject({ needs: 'unknown' });
  });
});

describe('a tester', () => {
  const water: Operated = { category: 'water', droneClass: null };
  const food: Operated = { category: 'food', droneClass: null };
  it.each([
    ['a training for each group', [water, food], [training('water')], 'TESTER_TRAINING_MISSING'],
    ['one that lasts', [water], [training('water', '2027-01-01')], 'TESTER_TRAINING_LAPSES'],
    ['nothing more', [water, food], [training('water'), training('food', '2027-01-02')], null],
    ['none for a rangefinder', [{ category: 'record_measure', droneClass: null } as const], [], null],
  ])('needs %s', (_, devices, held, code) => {
    expect(crewRefusal({ ...PILOT, held }, 'tester', devices, DAYS)?.code ?? null).toBe(code);
  });
});

describe('anybody', () => {
  it.each([
    ['whose account is suspended', { active: false }, 'PERSON_LACKS_ROLE'],
    ['who is no pilot', { roles: ['tester'] }, 'PERSON_LACKS_ROLE'],
    ['of a unit elsewhere', { within: false }, 'PERSON_NOT_LENT'],
    ['who is away', { away: true }, 'PERSON_AWAY'],
    ['whom another booking has', { busy: true }, 'PERSON_BUSY'],
  ] as const)('%s cannot go along', (_, change, code) => {
    expect(crewRefusal({ ...PILOT, ...change }, 'pilot', [], DAYS)?.code).toBe(code);
  });

  it('may go along to collect, whatever the role', () => {
    expect(crewRefusal({ ...PILOT, roles: ['field_officer'] }, 'collector', [drone('large')], DAYS)).toBeNull();
  });
});
