import type { z } from 'zod';
import type { BookingSummary } from '../../equipment/index.js';
import { periodView } from '../../platform/index.js';
import type { AssistanceOutcome, AssistanceRequest } from './request.entity.js';
import type { HeldRequest } from './request.repository.js';
import { isOverdue, minutesAfterSteps, passedBy } from './request.rules.js';
import type { AssistanceDetail, AssistanceView } from './request.schemas.js';

export function toAssistanceView(request: AssistanceRequest, now: Date): z.input<typeof AssistanceView> {
  const { dueAt, overdueToldAt: _told, createdAt, updatedAt, ...shown } = request;
  return {
    ...shown,
    dueAt: dueAt.toISOString(),
    overdue: isOverdue(request, now),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** What was made for a request and what came of it, beside what it holds itself. */
export interface Attached {
  readonly bookings: readonly BookingSummary[];
  readonly outcomes: readonly AssistanceOutcome[];
}

export function toAssistanceDetail(
  { request, steps, assignments }: HeldRequest,
  { bookings, outcomes }: Attached,
  now: Date,
): z.input<typeof AssistanceDetail> {
  const minutes = minutesAfterSteps(steps, now);
  return {
    ...toAssistanceView(request, now),
    assignments: assignments.flatMap(({ bookingId, assignedAt }) =>
      bookings.filter(({ id }) => id === bookingId).map((booking) => toAssignment(booking, assignedAt)),
    ),
    outcomes: outcomes.map(({ kind, subjectId }) => ({ kind, id: subjectId })),
    steps: steps.map(({ step, fromState, toState, reason, actorId, actorName, unitId, at }, nth) => ({
      step,
      fromState,
      toState,
      reason,
      unitId,
      actor: { id: actorId, name: actorName },
      at: at.toISOString(),
      minutes: minutes[nth] ?? null,
    })),
    passedUnitIds: request.state === 'asked' ? passedBy(steps) : [],
  };
}

function toAssignment({ id, state, during, devices, people }: BookingSummary, assignedAt: Date) {
  return {
    bookingId: id,
    bookingState: state,
    during: periodView(during),
    devices: devices.map((device) => ({ id: device.id, assetCode: device.assetCode })),
    people: [...people],
    assignedAt: assignedAt.toISOString(),
  };
}
