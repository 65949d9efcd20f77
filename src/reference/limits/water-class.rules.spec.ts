import { describe, expect, it } from '@jest/globals';
import { GB3838_LIMITS } from './gb3838.data.js';
import { assessWater, type WaterValue } from './water-class.rules.js';

const rows = GB3838_LIMITS.map((row, index) => ({ ...row, id: String(index), version: 1 }));
const on = '2026-05-10';
const mg = (item: string, value: number): WaterValue => ({ item, value, unit: 'mg/L' });

describe('assessWater', () => {
  it.each([
    ['one good item', [mg('cod', 12)], 'I', ['cod']],
    ['the worst of several', [mg('cod', 12), mg('ammonia_nitrogen', 1.4)], 'IV', ['ammonia_nitrogen']],
    ['two equally bad', [mg('bod5', 5), mg('ammonia_nitrogen', 1.4)], 'IV', ['bod5', 'ammonia_nitrogen']],
    ['too little oxygen', [mg('dissolved_oxygen', 1.9)], 'inferior_V', ['dissolved_oxygen']],
    ['past class V', [mg('cod', 40.1), mg('bod5', 2)], 'inferior_V', ['cod']],
    ['at the bound itself', [mg('cod', 40)], 'V', ['cod']],
  ])('%s', (_, values, grade, decisive) => {
    expect(assessWater(rows, values, { waterBody: 'river', on })).toMatchObject({ grade, decisive, ungraded: [] });
  });

  it('leaves out, and says, what it cannot grade', () => {
    const values = [
      mg('cod', 25),
      mg('total_phosphorus', 0.1),
      { ...mg('ammonia_nitrogen', 1), unit: 'μg/L' },
      mg('ec', 3),
      mg('bod5', -0.1),
    ];
    const { grade, ungraded } = assessWater(rows, values, { on });
    expect(grade).toBe('IV');
    expect(ungraded.map(({ item, reason, missing }) => [item, reason, missing])).toEqual([
      ['total_phosphorus', 'unstated', ['waterBody']],
      ['ammonia_nitrogen', 'unit_differs', []],
      ['ec', 'no_limit', []],
      ['bod5', 'below_zero', []],
    ]);
  });

  it.each([
    ['all of it is of one class', [0, 0.1], 'I'],
    ['it may be of two classes', [0, 0.2], null],
    ['all of it is past class V', [2.1, 3], 'inferior_V'],
  ] as const)('grades a value known by its ends only where %s', (_, within, grade) => {
    const value = { ...mg('ammonia_nitrogen', 0.05), within };
    const { grade: found, graded, ungraded } = assessWater(rows, [value], { on });
    expect(found).toBe(grade);
    expect([...graded, ...ungraded]).toMatchObject([{ item: 'ammonia_nitrogen', value: 0.05 }]);
    expect(ungraded.map(({ reason }) => reason)).toEqual(grade === null ? ['value_uncertain'] : []);
  });

  it('has no class where nothing could be graded', () => {
    expect(assessWater(rows, [mg('ec', 1)], { on })).toMatchObject({ grade: null, decisive: [] });
  });
});
