import { type Period, addDays, endOfChinaDate } from '../../../platform/index.js';

/** How often; at least one of them. */
export interface MaintenanceRhythm {
  readonly everyDays: number | null;
  readonly everySeconds: number | null;
  readonly everyCycles: number | null;
}

/** What has happened since the last work, or since the plan began. */
export interface SinceMaintenance {
  /** Date in China. */
  readonly sinceOn: string;
  readonly usedSeconds: number;
  readonly usedCycles: number;
}

export const MAINTENANCE_STATES = ['ok', 'soon', 'due'] as const;
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];

/** From this share of its interval on, work is announced. */
export const SOON_SHARE = 0.9;

export interface MaintenanceDue {
  /** The day in China on which the work is due; null: not by days. */
  readonly dueOn: string | null;
  /** Whether hours or cycles are used up. */
  readonly usedUp: boolean;
  /** Of whichever interval is farthest gone; 1 and more: due. */
  readonly share: number;
  readonly state: MaintenanceState;
}

/** @param today date in China */
export function maintenanceDue(rhythm: MaintenanceRhythm, since: SinceMaintenance, today: string): MaintenanceDue {
  const { everyDays, everySeconds, everyCycles } = rhythm;
  const byUse = [part(since.usedSeconds, everySeconds), part(since.usedCycles, everyCycles)];
  const share = Math.max(0, part(daysBetween(since.sinceOn, today), everyDays), ...byUse);
  return {
    dueOn: everyDays === null ? null : addDays(since.sinceOn, everyDays),
    usedUp: byUse.some((used) => used >= 1),
    share,
    state: stateOf(share),
  };
}

function stateOf(share: number): MaintenanceState {
  if (share >= 1) return 'due';
  return share >= SOON_SHARE ? 'soon' : 'ok';
}

function part(used: number, of: number | null): number {
  return of === null ? 0 : used / of;
}

const DAY_MS = 86_400_000;

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** A plan that blocks, as it stands for a device. */
export interface PlanStanding extends MaintenanceRhythm, SinceMaintenance {
  readonly planId: string;
  readonly title: string;
}

/** Work that is due by a plan, and by what: the day in China, or what is used up of which interval. */
export interface DueWork {
  readonly planId: string;
  readonly title: string;
  readonly dueOn: string | null;
  readonly hours: Used | null;
  readonly cycles: Used | null;
}

export interface Used {
  readonly used: number;
  readonly every: number;
}

/** The first day in China on which work is due by a plan by days; null: there is none. */
export function firstDueOn(plans: readonly PlanStanding[]): string | null {
  return plans.flatMap((plan) => dueOnOf(plan) ?? []).toSorted()[0] ?? null;
}

/** What keeps a device from a period: it must end before the day work is due, and nothing may be used up already. */
export function dueWorks(plans: readonly PlanStanding[], during: Period): DueWork[] {
  return plans.flatMap((plan) => {
    const { planId, title, usedSeconds, everySeconds, usedCycles, everyCycles } = plan;
    const day = dueOnOf(plan);
    const dueOn = day !== null && during.to > endOfChinaDate(addDays(day, -1)) ? day : null;
    const cycles = usedUp(usedCycles, everyCycles);
    const seconds = usedUp(usedSeconds, everySeconds);
    const hours = seconds && { used: hoursOf(seconds.used), every: hoursOf(seconds.every) };
    return dueOn === null && !hours && !cycles ? [] : [{ planId, title, dueOn, hours, cycles }];
  });
}

function dueOnOf({ sinceOn, everyDays }: PlanStanding): string | null {
  return everyDays === null ? null : addDays(sinceOn, everyDays);
}

function usedUp(used: number, every: number | null): Used | null {
  return every !== null && used >= every ? { used, every } : null;
}

const SECONDS_PER_HOUR = 3_600;

/** To a hundredth. */
export function hoursOf(seconds: number): number {
  return Math.round((seconds / SECONDS_PER_HOUR) * 100) / 100;
}

export function secondsOf(hours: number): number {
  return Math.round(hours * SECONDS_PER_HOUR);
}
