import { z } from 'zod';
import { Id, InstantView, pageOf } from '../../platform/index.js';
import { CodeText } from '../services/service-call.schemas.js';
import { explainResult } from '../codes/result-codes.js';
import type { ShownTask } from './dock-task.repository.js';
import { TASK_STATES } from './task.rules.js';

export const DockTaskView = z
  .object({
    id: Id.describe('What the dock knows as the id of the flight'),
    flightId: Id,
    gatewayId: Id,
    deviceId: Id.describe('The aircraft'),
    waylineId: Id,
    md5: z.string().describe('Of the file that the dock was given'),
    beginsAt: InstantView,
    latestAt: InstantView.nullable().describe('Where it begins on conditions: the end of the time for that'),
    returnMetres: z.number(),
    state: z.enum(TASK_STATES).describe('asked: the dock has not said that it has it'),
    askedBy: Id,
    askedByName: z.string(),
    askedAt: InstantView,
    begunAt: InstantView.nullable(),
    endedAt: InstantView.nullable(),
    watermarkCallId: Id.nullable().describe('The call that burns the number of the case into its pictures'),
    progress: z
      .object({
        status: z.string().nullable(),
        percent: z.number().nullable(),
        step: z.int().nullable(),
        missionState: z.int().nullable(),
        waypoint: z.int().nullable(),
        mediaCount: z.int().nullable(),
        breakReason: z.int().nullable(),
        result: CodeText.nullable(),
        reportedAt: InstantView,
      })
      .nullable()
      .describe('As the dock reports it; null: it has not'),
    news: z.array(
      z.object({
        kind: z.enum(['ready', 'return_home', 'exit_homing']),
        data: z.record(z.string(), z.json()),
        reportedAt: InstantView,
      }),
    ),
  })
  .meta({ id: 'DockTask' });

export const DockTaskPage = pageOf(DockTaskView).meta({ id: 'DockTaskPage' });

const instant = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());

export function viewOfTask(task: ShownTask): z.input<typeof DockTaskView> {
  const { unitId: _unit, holderId: _holder, caseId: _case, sortie: _sortie, progress, news, ...shown } = task;
  return {
    ...shown,
    beginsAt: task.beginsAt.toISOString(),
    latestAt: instant(task.latestAt),
    askedAt: task.askedAt.toISOString(),
    begunAt: instant(task.begunAt),
    endedAt: instant(task.endedAt),
    progress: progress && progressView(progress),
    news: news.map((one) => ({ ...one, reportedAt: new Date(one.reportedAt).toISOString() })),
  };
}

function progressView(reported: NonNullable<ShownTask['progress']>) {
  const { flightId: _flightId, resultCode, reportedAt, ...told } = reported;
  const result = resultCode === null ? null : explainResult(resultCode);
  return { ...told, result, reportedAt: new Date(reportedAt).toISOString() };
}
