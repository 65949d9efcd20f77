import { z } from 'zod';
import {
  Day,
  Id,
  Instant,
  InstantView,
  pageOf,
  PageQuery,
  PeriodInput,
  PeriodView,
  periodView,
  text,
} from '../../platform/index.js';
import {
  ABSENCE_REASONS,
  LICENCE_RATINGS,
  LICENSED_CLASSES,
  QUALIFICATION_KINDS,
  TRAINED_GROUPS,
} from './qualification.codes.js';
import type { Absence, Qualification } from './qualification.entity.js';

const common = {
  userId: Id,
  number: text(100),
  issuer: text(200).optional(),
  validFrom: Day,
  validUntil: Day.optional().describe('Last day in China, that day included'),
};

export const QualificationCreate = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('pilot_licence'),
      scope: z.enum(LICENSED_CLASSES).describe('The largest class of drone it covers'),
      rating: z.enum(LICENCE_RATINGS),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('airspace_training'),
      scope: z.literal('light').describe('The class of drone it is for'),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('tester_training'),
      scope: z.enum(TRAINED_GROUPS).describe('The group of instruments'),
      ...common,
    }),
  ])
  .refine(({ validFrom, validUntil }) => validUntil === undefined || validFrom <= validUntil, {
    error: 'must not lie before validFrom',
    path: ['validUntil'],
  })
  .meta({ id: 'QualificationCreate' });

export const QualificationView = z
  .object({
    id: Id,
    userId: Id,
    kind: z.enum(QUALIFICATION_KINDS),
    scope: z.string(),
    rating: z.enum(LICENCE_RATINGS).nullable(),
    number: z.string(),
    issuer: z.string().nullable(),
    validFrom: z.iso.date(),
    validUntil: z.iso.date().nullable(),
    withdrawn: z.object({ at: InstantView, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Qualification' });

export const QualificationPage = pageOf(QualificationView).meta({ id: 'QualificationPage' });

export const QualificationQuery = PageQuery.extend({
  userId: Id.optional(),
  kind: z.enum(QUALIFICATION_KINDS).optional(),
  endingBefore: Day.optional(),
});

export const QualificationWithdraw = z.strictObject({ reason: text(500) }).meta({ id: 'QualificationWithdraw' });

export const AbsenceCreate = z
  .strictObject({ userId: Id, during: PeriodInput, reason: z.enum(ABSENCE_REASONS) })
  .meta({ id: 'AbsenceCreate' });

export const AbsenceView = z
  .object({ id: Id, userId: Id, during: PeriodView, reason: z.enum(ABSENCE_REASONS) })
  .meta({ id: 'Absence' });

export const AbsencePage = pageOf(AbsenceView).meta({ id: 'AbsencePage' });

export const AbsenceQuery = PageQuery.extend({ userId: Id.optional(), from: Instant, to: Instant }).refine(
  ({ from, to }) => from < to,
  { error: 'must lie after from', path: ['to'] },
);

export function toQualificationView(row: Qualification): z.input<typeof QualificationView> {
  const { id, userId, kind, scope, rating, number, issuer, validFrom, validUntil, withdrawnAt, withdrawalReason } = row;
  return {
    id,
    userId,
    kind,
    scope,
    rating,
    number,
    issuer,
    validFrom,
    validUntil,
    withdrawn: withdrawnAt && { at: withdrawnAt.toISOString(), reason: withdrawalReason ?? '' },
  };
}

export function toAbsenceView({ id, userId, during, reason }: Absence): z.input<typeof AbsenceView> {
  return { id, userId, during: periodView(during), reason };
}
