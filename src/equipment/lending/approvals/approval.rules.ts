import { loanRelation, type UnitPlace } from '../bookings/loan.rules.js';
import type { LoanApproval } from '../../equipment.codes.js';

const HOUR_MS = 3_600_000;

/** Whether the owner answers this loan: never for itself, nor for the units above it. */
export function asksOwner(approval: LoanApproval, owner: UnitPlace, asker: UnitPlace): boolean {
  if (approval === 'none') return false;
  const relation = loanRelation(owner, asker);
  return relation !== 'own' && relation !== 'above';
}

/**
 * When an unanswered request lapses: after so many hours, and never later than the period begins. Null when it begins
 * before anybody could answer.
 */
export function requestLapsesAt(now: Date, from: Date, hours: number): Date | null {
  if (from <= now) return null;
  return new Date(Math.min(now.getTime() + hours * HOUR_MS, from.getTime()));
}
