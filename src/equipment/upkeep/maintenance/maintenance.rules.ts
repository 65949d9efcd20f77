import type { Period } from '../../../platform/index.js';
import { addDays, endOfChinaDate } from '../../period.rules.js';

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

/** What the plans that block say of a device, taken together. */
export interface BlockingMaintenance {
  /** The first day in China on which work is due. */
  readonly maintenanceDueOn: string | null;
  /** Hours or cycles are used up. */
  readonly maintenanceUsedUp: boolean;
}

/** The end of the last day before the work is due; null: no plan by days blocks. */
export function maintainedUntil({ maintenanceDueOn }: Pick<BlockingMaintenance, 'maintenanceDueOn'>): Date | null {
  return maintenanceDueOn === null ? null : endOfChinaDate(addDays(maintenanceDueOn, -1));
}

/** Whether due work keeps a device from a period: it must end before the day, and nothing may be used up already. */
export function isMaintenanceInWay(device: BlockingMaintenance, during: Period): boolean {
  const until = maintainedUntil(device);
  return device.maintenanceUsedUp || (until !== null && during.to > until);
}
