import { sameUnit } from '../unit.rules.js';
import { SURFACE_WATER_STANDARD } from './gb3838.data.js';
import { type LimitQuestionName, type LimitRow, findLimit, satisfies, WATER_CLASSES } from './limit.rules.js';

/** Beyond class V (劣V类). */
export const INFERIOR = 'inferior_V';
export const WATER_GRADES = [...WATER_CLASSES, INFERIOR] as const;
export type WaterGrade = (typeof WATER_GRADES)[number];

export interface WaterValue {
  /** Our code of the item. */
  readonly item: string;
  readonly value: number;
  readonly unit: string;
  /** Where the number itself says nothing yet: the least and the most that it may be. */
  readonly within?: readonly [number, number] | undefined;
}

export const UNGRADED_REASONS = [
  'no_limit',
  'unstated',
  'ambiguous',
  'unit_differs',
  'value_uncertain',
  'below_zero',
] as const;
export type UngradedReason = (typeof UNGRADED_REASONS)[number];

export interface GradedItem extends WaterValue {
  readonly grade: WaterGrade;
  /** The row of that class; of class V where not even that is met. */
  readonly limit: LimitRow;
}

export interface UngradedItem extends WaterValue {
  readonly reason: UngradedReason;
  readonly missing: readonly LimitQuestionName[];
}

/** `grade` is the worst of the items that could be graded; null when none could. */
export interface WaterAssessment {
  readonly grade: WaterGrade | null;
  readonly decisive: readonly string[];
  readonly graded: readonly GradedItem[];
  readonly ungraded: readonly UngradedItem[];
}

export interface WaterPlace {
  readonly waterBody?: string | undefined;
  /** Day in China. */
  readonly on: string;
}

/** The class of a water body is that of its worst item (GB 3838-2002 by single factor). */
export function assessWater(
  rows: readonly LimitRow[],
  values: readonly WaterValue[],
  place: WaterPlace,
): WaterAssessment {
  const answers = values.map((one) => gradeItem(rows, one, place));
  const graded = answers.filter((one) => 'grade' in one);
  const worst = Math.max(...graded.map(({ grade }) => WATER_GRADES.indexOf(grade)));
  const grade = WATER_GRADES[worst] ?? null;
  return {
    grade,
    decisive: graded.filter((one) => one.grade === grade).map(({ item }) => item),
    graded,
    ungraded: answers.filter((one) => 'reason' in one),
  };
}

/** A value of which only its ends are known has a grade where both ends have the same. */
function gradeItem(rows: readonly LimitRow[], one: WaterValue, place: WaterPlace): GradedItem | UngradedItem {
  const { within, ...stated } = one;
  const [least, most] = (within ?? [one.value]).map((value) => gradeAt(rows, { ...stated, value }, place));
  if (least === undefined) throw new Error('a value has at least one end');
  if ('reason' in least) return { ...least, value: one.value };
  if (most !== undefined && (!('grade' in most) || most.grade !== least.grade))
    return { ...stated, reason: 'value_uncertain', missing: [] };
  return { ...least, value: one.value };
}

function gradeAt(rows: readonly LimitRow[], one: WaterValue, { waterBody, on }: WaterPlace): GradedItem | UngradedItem {
  let last: LimitRow | undefined;
  for (const waterClass of WATER_CLASSES) {
    const question = { standard: SURFACE_WATER_STANDARD, item: one.item, class: waterClass, waterBody, on };
    const answer = findLimit(rows, question);
    if (answer.is !== 'found')
      return {
        ...one,
        reason: answer.is === 'none' ? 'no_limit' : answer.is,
        missing: answer.is === 'unstated' ? answer.missing : [],
      };
    last = answer.row;
    if (!sameUnit(last.unit, one.unit)) return { ...one, reason: 'unit_differs', missing: [] };
    // Nothing that the standard limits is less than nothing: the instrument drifts.
    if (one.value < 0) return { ...one, reason: 'below_zero', missing: [] };
    if (satisfies(one.value, last)) return { ...one, grade: waterClass, limit: last };
  }
  if (last === undefined) throw new Error('there are water classes');
  return { ...one, grade: INFERIOR, limit: last };
}
