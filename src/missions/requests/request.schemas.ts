import { z } from 'zod';
import { AssignedBooking, BOOKING_STATES, CAPACITIES } from '../../equipment/index.js';
import {
  Id,
  Instant,
  InstantView,
  PageQuery,
  pageOf,
  PeriodView,
  PositionInput,
  PositionView,
  text,
} from '../../platform/index.js';
import { OUTCOME_KINDS } from './request.entity.js';
import { REQUEST_VIEWS } from './request.repository.js';
import { REQUEST_KINDS, REQUEST_STATES, REQUEST_STEPS } from './request.rules.js';

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

export const AssistanceAsk = z
  .strictObject({
    caseId: Id,
    kind: z.enum(REQUEST_KINDS),
    place: PositionInput,
    placeName: text(200).optional(),
    purpose: text(2_000),
    dueAt: Instant,
    unitId: Id.optional().describe('Whom to ask: the own unit or one above; absent: the first of these that takes it'),
  })
  .meta({ id: 'AssistanceAsk' });

export const AssistanceAmend = z
  .strictObject({
    place: PositionInput.optional(),
    placeName: text(200).optional(),
    purpose: text(2_000).optional(),
    dueAt: Instant.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'changes nothing' })
  .meta({ id: 'AssistanceAmend' });

export const AssistanceReason = z.strictObject({ reason: text(1_000) }).meta({ id: 'AssistanceReason' });

export const AssistanceRemark = z
  .strictObject({ reason: text(1_000).optional() })
  .default({})
  .meta({ id: 'AssistanceRemark' });

/** Bookings as `POST /bookings` takes them, or people alone; their case is the request's. */
const Bookings = z
  .array(AssignedBooking)
  .min(1)
  .max(10)
  .refine((bookings) => bookings.every(({ caseId }) => caseId === undefined), { error: 'the case is the request’s' })
  .refine((bookings) => bookings.some(({ people = [] }) => people.length > 0), { error: 'assigns nobody' });

export const AssistanceAssign = z
  .strictObject({ bookings: Bookings, reason: text(1_000).optional() })
  .meta({ id: 'AssistanceAssign' });

export const AssistanceReassign = z
  .strictObject({ bookings: Bookings, reason: text(1_000) })
  .meta({ id: 'AssistanceReassign' });

const OutcomeIds = z.array(Id).max(100).refine(unique, { error: 'names one twice' }).default([]);

export const AssistanceReport = z
  .strictObject({ text: text(8_000), flightIds: OutcomeIds, rapidTestIds: OutcomeIds, sampleIds: OutcomeIds })
  .meta({ id: 'AssistanceReport' });

export const AssistanceQuery = PageQuery.extend({
  view: z
    .enum(REQUEST_VIEWS)
    .optional()
    .describe('asked: what the own unit is asked for or has taken; asking: what it asks for; assigned: to oneself'),
  overdue: z.stringbool().default(false).describe('Only what is overdue'),
  state: z.enum(REQUEST_STATES).optional(),
  kind: z.enum(REQUEST_KINDS).optional(),
  caseId: Id.optional(),
});

export const AssistanceView = z
  .object({
    id: Id,
    caseId: Id,
    kind: z.enum(REQUEST_KINDS),
    state: z.enum(REQUEST_STATES),
    place: PositionView,
    placeName: z.string().nullable(),
    purpose: z.string(),
    dueAt: InstantView,
    overdue: z.boolean().describe('The deadline has passed and the work is not over'),
    askedBy: Id,
    askingUnitId: Id,
    addressedUnitId: Id.nullable().describe('null: left to the first of the asking unit and those above it'),
    takenUnitId: Id.nullable(),
    report: z.string().nullable(),
    createdAt: InstantView,
    updatedAt: InstantView,
  })
  .meta({ id: 'Assistance' });

export const AssistancePage = pageOf(AssistanceView).meta({ id: 'AssistancePage' });

const StepView = z.object({
  step: z.enum(REQUEST_STEPS),
  fromState: z.enum(REQUEST_STATES).nullable(),
  toState: z.enum(REQUEST_STATES),
  reason: z.string().nullable(),
  actor: z.object({ id: Id, name: z.string() }),
  unitId: Id,
  at: InstantView,
  minutes: z.int().nullable().describe('Until the next step, or until now; null after the last'),
});

const AssignmentView = z.object({
  bookingId: Id,
  bookingState: z.enum(BOOKING_STATES),
  during: PeriodView,
  devices: z.array(z.object({ id: Id, assetCode: z.string() })),
  people: z.array(z.object({ id: Id, name: z.string(), capacity: z.enum(CAPACITIES) })),
  assignedAt: InstantView,
});

export const AssistanceDetail = AssistanceView.extend({
  assignments: z.array(AssignmentView),
  outcomes: z.array(z.object({ kind: z.enum(OUTCOME_KINDS), id: Id })),
  steps: z.array(StepView),
  passedUnitIds: z.array(Id).describe('Units that could take it and left it to the others'),
}).meta({ id: 'AssistanceDetail' });
