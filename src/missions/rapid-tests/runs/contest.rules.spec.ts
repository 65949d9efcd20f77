import { describe, expect, it } from '@jest/globals';
import { contestOf } from './contest.rules.js';

const toldAt = new Date('2026-12-31T15:30:00Z');
const facts = { medium: 'farm_produce', authority: 'agriculture', toldAt } as const;
const at = (instant: string) => new Date(instant);

describe('contestOf', () => {
  it.each([
    ['produce, agriculture', facts, '2026-12-31T16:00:00Z', [true, 'running', '51']],
    [
      'produce, market supervision',
      { ...facts, authority: 'market_supervision' },
      '2026-12-31T16:00:00Z',
      [true, 'running', '88'],
    ],
    [
      'produce, the procuratorate itself',
      { ...facts, authority: 'procuratorate' },
      '2026-12-31T16:00:00Z',
      [false, 'authority', null],
    ],
    ['river water', { ...facts, medium: 'surface_water' }, '2026-12-31T16:00:00Z', [false, 'medium', null]],
    [
      'food that is no produce',
      { ...facts, medium: 'processed_food' },
      '2026-12-31T16:00:00Z',
      [false, 'medium', null],
    ],
    ['no sample named', { ...facts, medium: null }, '2026-12-31T16:00:00Z', [false, 'medium', null]],
    ['nobody was told', { ...facts, toldAt: null }, '2026-12-31T16:00:00Z', [true, 'not_told', '51']],
    ['a second before four hours, across new year', facts, '2026-12-31T19:29:59Z', [true, 'running', '51']],
    ['after four hours', facts, '2026-12-31T19:30:00Z', [true, 'over', '51']],
  ] as const)('%s', (_, known, now, [applies, reason, article]) => {
    expect(contestOf(known, at(now))).toMatchObject({ applies, reason, article, textRead: false });
  });

  it('ends four hours after the telling, and has no end where it does not apply', () => {
    expect(contestOf(facts, toldAt).dueAt).toEqual(at('2026-12-31T19:30:00Z'));
    expect(contestOf({ ...facts, medium: 'air' }, toldAt).dueAt).toBeNull();
  });
});
