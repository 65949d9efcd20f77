import type { ErrorEntry } from '../../platform/index.js';

/** Why an alarm is not taken note of; joined in the catalogue of telemetry. */
export const ALARM_REFUSALS = {
  ALARM_ACKNOWLEDGED: {
    status: 409,
    level: 'info',
    en: 'Somebody has taken note of this alarm already',
    zh: '该告警已被确认',
  },
} as const satisfies Record<string, ErrorEntry>;
