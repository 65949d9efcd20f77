import { incidentReportBy } from '../../air-rules/deadline.rules.js';

/** How far people were reminded: nothing said, the first and the second reminder, overdue. */
export const INCIDENT_STAGES = [0, 1, 2, 3] as const;
export type IncidentStage = (typeof INCIDENT_STAGES)[number];
export const INCIDENT_OVERDUE: IncidentStage = 3;

/** Reminders come this long before the deadline. */
export const FIRST_REMINDER_HOURS = 4;
export const SECOND_REMINDER_HOURS = 1;

/** How far people should have been reminded by now that an incident is to be reported (Order 761 art. 40). */
export function incidentStageAt(landedAt: Date, now: Date): IncidentStage {
  const leftHours = (incidentReportBy(landedAt).getTime() - now.getTime()) / 3_600_000;
  if (leftHours <= 0) return INCIDENT_OVERDUE;
  if (leftHours <= SECOND_REMINDER_HOURS) return 2;
  return leftHours <= FIRST_REMINDER_HOURS ? 1 : 0;
}
