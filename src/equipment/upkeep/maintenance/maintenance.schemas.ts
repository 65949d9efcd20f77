import { z } from 'zod';
import { Day, Id, InstantView, pageOf, PageQuery, text } from '../../../platform/index.js';
import type { FiledWork, PlanRow, UpkeepRow } from './maintenance.repository.js';
import { hoursOf, MAINTENANCE_STATES, maintenanceDue } from './maintenance.rules.js';

const Rhythm = {
  everyDays: z.int().min(1).max(3_650).optional(),
  everyHours: z.number().min(0.1).max(100_000).optional().describe('Of use, such as flight hours'),
  everyCycles: z.int().min(1).max(1_000_000).optional().describe('Of charging'),
};

export const PlanCreate = z
  .strictObject({
    title: text(100),
    kindCode: z.string().min(1).max(50).optional(),
    deviceId: Id.optional(),
    ...Rhythm,
    blocks: z.boolean().describe('Whether a device that is due is not lent'),
  })
  .refine(({ kindCode, deviceId }) => (kindCode === undefined) !== (deviceId === undefined), {
    error: 'give either kindCode or deviceId',
    path: ['kindCode'],
  })
  .refine(({ everyDays, everyHours, everyCycles }) => everyDays ?? everyHours ?? everyCycles, {
    error: 'give everyDays, everyHours or everyCycles',
    path: ['everyDays'],
  })
  .meta({ id: 'MaintenancePlanCreate' });

export const PlanView = z
  .object({
    id: Id,
    title: z.string(),
    kindCode: z.string().nullable(),
    deviceId: Id.nullable(),
    everyDays: z.int().nullable(),
    everyHours: z.number().nullable(),
    everyCycles: z.int().nullable(),
    blocks: z.boolean(),
    createdAt: InstantView,
    endedAt: InstantView.nullable(),
  })
  .meta({ id: 'MaintenancePlan' });

export const PlanPage = pageOf(PlanView).meta({ id: 'MaintenancePlanPage' });

export const WorkCreate = z
  .strictObject({
    planId: Id.optional().describe('The plan that begins anew; absent: a repair'),
    doneOn: Day.describe('Date in China'),
    doneBy: text(200),
    note: text(2_000).optional(),
    fileIds: z
      .array(Id)
      .max(20)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'names a file twice' })
      .default([]),
  })
  .meta({ id: 'MaintenanceWorkCreate' });

export const WorkView = z
  .object({
    id: Id,
    deviceId: Id,
    planId: Id.nullable(),
    doneOn: z.iso.date(),
    doneBy: z.string(),
    note: z.string().nullable(),
    fileIds: z.array(Id),
    usedHoursThen: z.number(),
    cyclesThen: z.int(),
    recordedAt: InstantView,
  })
  .meta({ id: 'MaintenanceWork' });

export const WorkPage = pageOf(WorkView).meta({ id: 'MaintenanceWorkPage' });

const Used = z.object({ used: z.number(), every: z.number() }).nullable();

export const UpkeepView = z
  .object({
    deviceId: Id,
    assetCode: z.string(),
    kindCode: z.string(),
    unitId: Id,
    unitName: z.string(),
    planId: Id,
    title: z.string(),
    blocks: z.boolean(),
    state: z.enum(MAINTENANCE_STATES).describe('soon: nine tenths of an interval are gone'),
    percent: z.int().describe('Of the interval that is farthest gone'),
    sinceOn: z.iso.date().describe('From where it counts: the last work, or the beginning of the plan'),
    dueOn: z.iso.date().nullable().describe('The day in China; a booking must end before it'),
    hours: Used,
    cycles: Used,
  })
  .meta({ id: 'DeviceUpkeep' });

export const UpkeepPage = pageOf(UpkeepView).meta({ id: 'DeviceUpkeepPage' });

export const UpkeepQuery = PageQuery.extend({
  due: z.enum(['soon', 'now']).optional().describe('Only what is due, or about to be'),
  unit: Id.optional(),
  deviceId: Id.optional(),
  plan: Id.optional(),
});

export function toPlanView(plan: PlanRow): z.input<typeof PlanView> {
  const { everySeconds, createdAt, endedAt, ...rest } = plan;
  return {
    ...rest,
    everyHours: everySeconds === null ? null : hoursOf(everySeconds),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function toWorkView({ work, fileIds }: FiledWork): z.input<typeof WorkView> {
  const { id, deviceId, planId, doneOn, doneBy, note, secondsThen, cyclesThen, recordedAt } = work;
  return {
    id,
    deviceId,
    planId,
    doneOn,
    doneBy,
    note,
    fileIds: [...fileIds],
    usedHoursThen: hoursOf(secondsThen),
    cyclesThen,
    recordedAt: recordedAt.toISOString(),
  };
}

/** @param today date in China */
export function toUpkeepView(row: UpkeepRow, unitName: string, today: string): z.input<typeof UpkeepView> {
  const { everySeconds, everyCycles, usedSeconds, usedCycles, ...rest } = row;
  const { dueOn, share, state } = maintenanceDue(row, row, today);
  return {
    ...rest,
    unitName,
    state,
    percent: Math.floor(share * 100),
    dueOn,
    hours: everySeconds === null ? null : { used: hoursOf(usedSeconds), every: hoursOf(everySeconds) },
    cycles: everyCycles === null ? null : { used: usedCycles, every: everyCycles },
  };
}
