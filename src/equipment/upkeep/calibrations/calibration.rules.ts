import { chinaDateOf } from '../../../platform/index.js';
import type { CalibrationResult } from '../../equipment.codes.js';

export const CALIBRATION_STATES = ['valid', 'lapsed', 'unknown'] as const;
export type CalibrationState = (typeof CALIBRATION_STATES)[number];

export interface CertificateDates {
  readonly result: CalibrationResult;
  /** Last day of validity in China, `YYYY-MM-DD`. */
  readonly dueOn: string;
}

/** What the device's latest certificate (none: `unknown`) says about an instant. A failed check ends every validity. */
export function calibrationState(certificate: CertificateDates | undefined, at: Date): CalibrationState {
  if (!certificate) return 'unknown';
  return certificate.result === 'pass' && chinaDateOf(at) <= certificate.dueOn ? 'valid' : 'lapsed';
}

/** A check as it is recorded. */
export interface CalibrationCheck {
  readonly id: string;
  readonly result: CalibrationResult;
  /** Date of the work in China. */
  readonly doneOn: string;
}
