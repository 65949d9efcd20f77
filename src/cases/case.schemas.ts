import { z } from 'zod';
import { Day, Id, InstantView, PageQuery, pageOf, PositionInput, PositionView, text } from '../platform/index.js';
import type { CaseFile } from './case-file.entity.js';
import { CASE_MOVES, CASE_STAGES } from './case.rules.js';
import type { CaseStageChange } from './case-stage-change.entity.js';

export const CaseCreate = z
  .strictObject({
    number: text(100),
    title: text(300),
    domain: text(50),
    place: PositionInput.optional(),
    members: z.array(Id).max(200).optional(),
  })
  .meta({ id: 'CaseCreate' });

export const MemberAdd = z.strictObject({ userId: Id }).meta({ id: 'CaseMemberAdd' });

export const CaseView = z
  .object({
    id: Id,
    number: z.string(),
    title: z.string(),
    domain: z.string(),
    unitId: Id,
    stage: z.enum(CASE_STAGES),
    place: PositionView.nullable(),
    openedAt: InstantView,
    followUp: z
      .object({ on: z.string().describe('Day in China'), note: z.string().nullable() })
      .nullable()
      .describe('When the place is to be looked at again'),
    nextStages: z.array(z.enum(CASE_STAGES)).describe('The stages that may follow'),
    members: z.array(Id),
  })
  .meta({ id: 'Case' });

export const CasePage = pageOf(CaseView).meta({ id: 'CasePage' });
export const CaseQuery = PageQuery.extend({
  q: text(100).optional(),
  stage: z.enum(CASE_STAGES).optional(),
  domain: text(50).optional(),
  unitId: Id.optional().describe('The unit that handles it'),
  mine: z.stringbool().optional().describe('Only those one is a member of'),
  followUpBy: Day.optional().describe('The follow-up falls on this day or before'),
});

export const CaseStageMove = z
  .strictObject({ to: z.enum(CASE_STAGES), reason: text(1_000) })
  .meta({ id: 'CaseStageMove' });

export const CaseStageChangeView = z
  .object({
    id: Id,
    from: z.enum(CASE_STAGES),
    to: z.enum(CASE_STAGES),
    reason: z.string(),
    changedAt: InstantView,
    changedBy: z.object({ id: Id, name: z.string().describe('As the person was called then') }),
  })
  .meta({ id: 'CaseStageChange' });

export const CaseStageHistory = z.object({ items: z.array(CaseStageChangeView) }).meta({ id: 'CaseStageHistory' });

export const FollowUpInput = z
  .strictObject({ on: Day.nullable().describe('Null: nothing is to be looked at again'), note: text(500).optional() })
  .refine(({ on, note }) => on !== null || note === undefined, { error: 'a note needs a day' })
  .meta({ id: 'CaseFollowUp' });

export function toStageChangeView(change: CaseStageChange): z.input<typeof CaseStageChangeView> {
  const { id, fromStage, toStage, reason, changedAt, changedBy, changedByName } = change;
  return {
    id,
    from: fromStage,
    to: toStage,
    reason,
    changedAt: changedAt.toISOString(),
    changedBy: { id: changedBy, name: changedByName },
  };
}

export function toCaseView(file: CaseFile, members: readonly string[]): z.input<typeof CaseView> {
  const { id, number, title, domain, unitId, stage, lon, lat, openedAt, followUpOn, followUpNote } = file;
  return {
    id,
    number,
    title,
    domain,
    unitId,
    stage,
    place: lon === null || lat === null ? null : { lon, lat },
    openedAt: openedAt.toISOString(),
    followUp: followUpOn === null ? null : { on: followUpOn, note: followUpNote },
    nextStages: [...CASE_MOVES[stage]],
    members: [...members],
  };
}
