import { z } from 'zod';
import { InstantView } from '../../../platform/index.js';
import { RULE_EFFECTS } from '../../air-rules/air-rule.js';
import { RULE_TEXTS } from '../../air-rules/rule-texts.js';
import { type AirAssessment, APPLICATION_NEEDS, type RuleFinding } from '../../air-rules/assessment.js';
import { FeasibilityView, type StoredFeasibility } from '../../feasibility/feasibility.schemas.js';
import type { SunDuring } from '../../feasibility/sun.rules.js';

const Due = z.object({
  before: InstantView.nullable().describe('null: no fixed time'),
  article: z.string(),
  text: z.string().default(RULE_TEXTS.order_761.number),
  textRead: z.boolean().default(RULE_TEXTS.order_761.read).describe('false: the wording was not read'),
});

/** What the rules of the air say of a flight, kept with it so that a later reader sees which rules were applied. */
export const AssessmentView = z
  .object({
    assessedAt: InstantView,
    rulesVersion: z.string(),
    application: z.enum(APPLICATION_NEEDS),
    deadlines: z
      .object({
        application: Due.describe('To reach air traffic management before this instant'),
        answer: Due,
        readinessReport: Due,
      })
      .nullable(),
    tooLateToApply: z
      .boolean()
      .nullable()
      .describe('null: the time to apply is over, and whether an application is needed is not known'),
    findings: z.array(
      z.object({
        code: z.string(),
        effect: z.enum(RULE_EFFECTS),
        text: z.string(),
        article: z.string(),
        textRead: z.boolean().describe('false: the wording was not read, for counsel to confirm'),
        zh: z.string(),
        en: z.string(),
        inputs: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
      }),
    ),
    sun: z
      .object({
        elevationAtStartDegrees: z.number(),
        elevationAtEndDegrees: z.number(),
        azimuthAtStartDegrees: z.number(),
        azimuthAtEndDegrees: z.number(),
        sunriseAt: InstantView.nullable(),
        sunsetAt: InstantView.nullable(),
      })
      .nullable(),
    feasibility: FeasibilityView.nullable().default(null).describe('null: assessed before there was any'),
  })
  .meta({ id: 'FlightAssessment' });

export type StoredAssessment = z.input<typeof AssessmentView>;

export function toStoredAssessment(
  answer: AirAssessment,
  sun: SunDuring,
  feasibility: StoredFeasibility,
  at: Date,
): StoredAssessment {
  const { rulesVersion, application, deadlines, tooLateToApply, findings } = answer;
  return {
    assessedAt: at.toISOString(),
    rulesVersion,
    application,
    deadlines: deadlines && {
      application: due(deadlines.applyBefore, deadlines.applyArticle),
      answer: due(deadlines.answerBy, deadlines.answerArticle),
      readinessReport: due(deadlines.reportReadinessBy, deadlines.reportReadinessArticle),
    },
    tooLateToApply,
    findings: findings.map(toFinding),
    sun: { ...sun, sunriseAt: iso(sun.sunriseAt), sunsetAt: iso(sun.sunsetAt) },
    feasibility,
  };
}

function due(before: Date | null, article: string): z.input<typeof Due> {
  const { number: text, read: textRead } = RULE_TEXTS.order_761;
  return { before: iso(before), article, text, textRead };
}

function iso(instant: Date | null): string | null {
  return instant && instant.toISOString();
}

function toFinding({ textNumber, inputs, ...finding }: RuleFinding): StoredAssessment['findings'][number] {
  const copies = Object.entries(inputs).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]);
  return { ...finding, text: textNumber, inputs: Object.fromEntries(copies) };
}
