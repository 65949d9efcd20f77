import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf, PositionInput, PositionView, text } from '../platform/index.js';
import type { CaseFile } from './case-file.entity.js';
import { CASE_STAGES } from './case.rules.js';

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
    members: z.array(Id),
  })
  .meta({ id: 'Case' });

export const CasePage = pageOf(CaseView).meta({ id: 'CasePage' });
export const CaseQuery = PageQuery.extend({ q: text(100).optional(), stage: z.enum(CASE_STAGES).optional() });

export function toCaseView(file: CaseFile, members: readonly string[]): z.input<typeof CaseView> {
  const { id, number, title, domain, unitId, stage, lon, lat, openedAt } = file;
  const place = lon === null || lat === null ? null : { lon, lat };
  return { id, number, title, domain, unitId, stage, place, openedAt: openedAt.toISOString(), members: [...members] };
}
