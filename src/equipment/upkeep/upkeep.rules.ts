import { type Period, addDays, endOfChinaDate } from '../../platform/index.js';
import type { CalibrationResult } from '../equipment.codes.js';
import { type DueWork, dueWorks, firstDueOn, type PlanStanding } from './maintenance/maintenance.rules.js';

/** The certificate that counts: the latest by date of the work. */
export interface CertificateFacts {
  readonly number: string | null;
  readonly result: CalibrationResult;
  /** Last day of validity in China, `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** What upkeep knows of a device, or of a part that travels with it. */
export interface UpkeepFacts {
  readonly calibrationRequired: boolean;
  readonly certificate: CertificateFacts | null;
  /** The plans that block. */
  readonly maintenance: readonly PlanStanding[];
}

export interface PartFacts extends UpkeepFacts {
  readonly partId: string;
  readonly assetCode: string;
}

export const UPKEEP_REFUSALS = [
  'CALIBRATION_MISSING',
  'CALIBRATION_FAILED',
  'CALIBRATION_LAPSES',
  'MAINTENANCE_DUE',
] as const;

export interface UpkeepRefusal {
  readonly code: (typeof UPKEEP_REFUSALS)[number];
  /** Until when it could be had; null: not at all. */
  readonly validUntil: Date | null;
  readonly certificate?: CertificateFacts;
  readonly works?: readonly DueWork[];
}

/** Why a part keeps the device it travels with at home. */
export interface PartRefusal extends UpkeepRefusal {
  readonly partId: string;
  readonly assetCode: string;
}

export function certificateRefusal(
  { calibrationRequired, certificate }: Pick<UpkeepFacts, 'calibrationRequired' | 'certificate'>,
  during: Period,
): UpkeepRefusal | null {
  if (!calibrationRequired) return null;
  if (certificate === null) return { code: 'CALIBRATION_MISSING', validUntil: null };
  if (certificate.result === 'fail') return { code: 'CALIBRATION_FAILED', validUntil: null, certificate };
  const validUntil = endOfChinaDate(certificate.dueOn);
  return during.to > validUntil ? { code: 'CALIBRATION_LAPSES', validUntil, certificate } : null;
}

export function maintenanceRefusal(
  { maintenance }: Pick<UpkeepFacts, 'maintenance'>,
  during: Period,
): UpkeepRefusal | null {
  const works = dueWorks(maintenance, during);
  if (works.length === 0) return null;
  const isUsedUp = works.some(({ hours, cycles }) => hours !== null || cycles !== null);
  const dueOn = firstDueOn(maintenance);
  return { code: 'MAINTENANCE_DUE', validUntil: isUsedUp || dueOn === null ? null : lastDayBefore(dueOn), works };
}

/** Why the first part that may not go along keeps the whole at home; null when all may. */
export function partRefusal(parts: readonly PartFacts[], during: Period): PartRefusal | null {
  for (const part of parts) {
    const refusal = certificateRefusal(part, during) ?? maintenanceRefusal(part, during);
    if (refusal) return { ...refusal, partId: part.partId, assetCode: part.assetCode };
  }
  return null;
}

/** The ends that certificates and plans by days set, a device's own and those of its parts. */
export function upkeepEnds(facts: UpkeepFacts, parts: readonly UpkeepFacts[]): Date[] {
  return [facts, ...parts].flatMap(({ calibrationRequired, certificate, maintenance }) => {
    const dueOn = firstDueOn(maintenance);
    return [
      ...(calibrationRequired && certificate ? [endOfChinaDate(certificate.dueOn)] : []),
      ...(dueOn === null ? [] : [lastDayBefore(dueOn)]),
    ];
  });
}

function lastDayBefore(dueOn: string): Date {
  return endOfChinaDate(addDays(dueOn, -1));
}
