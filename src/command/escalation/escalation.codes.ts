/** Whom a step tells; see `EscalationTargets`. */
export const ESCALATION_TARGETS = ['assignee', 'duty_desk', 'superior', 'commander', 'tier_above'] as const;
export type EscalationTarget = (typeof ESCALATION_TARGETS)[number];

/** Why a step found nobody to tell. */
export const VACANCIES = ['nobody_on_duty', 'nobody_there', 'nothing_above'] as const;
export type Vacancy = (typeof VACANCIES)[number];

/** running → ended (what was waited for came about) | stopped (by someone who directs) | exhausted (everybody was told). */
export const TIMER_STATES = ['running', 'ended', 'stopped', 'exhausted'] as const;
export type TimerState = (typeof TIMER_STATES)[number];
