import type { LimitDraft, LimitQuestion, LimitQuestionName } from './limit.rules.js';

/** The kinds of water body a row may be confined to (total phosphorus has a row for each, total nitrogen only lakes). */
export const WATER_BODIES = ['river', 'lake'] as const;
export type WaterBody = (typeof WATER_BODIES)[number];

/** Land uses of farmland (GB 15618-2018): its rows tell paddy from the rest, and for copper orchards from the rest. */
export const LAND_USES = ['paddy', 'orchard', 'other'] as const;
export type LandUse = (typeof LAND_USES)[number];

/** A unit without an industry standard of its own, which would go before the general one. */
export const OTHER_INDUSTRY = 'other';

/** When a row applies; what is absent is no condition. */
export interface LimitConditions {
  readonly waterBody?: WaterBody;
  readonly landUses?: readonly LandUse[];
  /** Above this, the value itself not included. */
  readonly phAbove?: number;
  /** Up to this, the value itself included. */
  readonly phUpTo?: number;
  /** Days in China: built on or after, and built before. */
  readonly builtFrom?: string;
  readonly builtBefore?: string;
  readonly industries?: readonly string[];
  /** What exactly it holds for, such as the foods of a residue. */
  readonly matrices?: readonly string[];
}

/** Whether something that was stated speaks against the row. */
export function clashes(row: LimitDraft, question: LimitQuestion): boolean {
  const { waterBody, landUses, phAbove, phUpTo, builtFrom, builtBefore, industries, matrices } = row.conditions;
  return [
    differs(row.class ?? undefined, question.class),
    differs(row.kind, question.kind),
    differs(waterBody, question.waterBody),
    isOutside(landUses, question.landUse),
    isOutside(industries, question.industry),
    isOutside(matrices, question.matrix),
    question.ph !== undefined && phAbove !== undefined && question.ph <= phAbove,
    question.ph !== undefined && phUpTo !== undefined && question.ph > phUpTo,
    question.builtOn !== undefined && builtFrom !== undefined && question.builtOn < builtFrom,
    question.builtOn !== undefined && builtBefore !== undefined && question.builtOn >= builtBefore,
  ].some(Boolean);
}

/** What the row depends on and nobody stated. */
export function missingFor(row: LimitDraft, question: LimitQuestion): LimitQuestionName[] {
  const { waterBody, landUses, phAbove, phUpTo, builtFrom, builtBefore, industries, matrices } = row.conditions;
  const needed: readonly (readonly [LimitQuestionName, boolean])[] = [
    ['class', row.class !== null],
    ['waterBody', waterBody !== undefined],
    ['landUse', landUses !== undefined],
    ['ph', phAbove !== undefined || phUpTo !== undefined],
    ['builtOn', builtFrom !== undefined || builtBefore !== undefined],
    ['industry', industries !== undefined],
    ['matrix', matrices !== undefined],
  ];
  return needed.filter(([name, needs]) => needs && question[name] === undefined).map(([name]) => name);
}

function differs(wanted: string | undefined, stated: string | undefined): boolean {
  return wanted !== undefined && stated !== undefined && wanted !== stated;
}

function isOutside(wanted: readonly string[] | undefined, stated: string | undefined): boolean {
  return wanted !== undefined && stated !== undefined && !wanted.includes(stated);
}
