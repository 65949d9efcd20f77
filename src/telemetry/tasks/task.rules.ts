import type { TaskProgress } from '../dialects/device-events.js';
import type { JsonObject } from '../sample.js';

/**
 * `asked`: the dock has not said that it has it. `prepared`: it waits to be begun. `executing`: the dock said that it
 * began. `refused` by the dock; `withdrawn` by a person; `replaced` by another one because nobody knows whether it came.
 */
export const TASK_STATES = ['asked', 'prepared', 'executing', 'refused', 'withdrawn', 'replaced', 'over'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Reported states after which nothing comes any more. */
const OVER: readonly string[] = ['ok', 'partially_done', 'failed', 'rejected', 'canceled', 'timeout'];
/** Of them those in which the aircraft came back as it was meant to. */
const FLOWN: readonly string[] = ['ok', 'partially_done'];
const GOING_ON: readonly string[] = ['in_progress', 'paused'];

/** States of the mission in which the aircraft is in the air: to the first point, on its way, interrupted, resuming. */
const IN_THE_AIR: readonly number[] = [5, 6, 7, 8];

/** A task is begun this long before its time at the earliest. */
const EXECUTED_AHEAD_MS = 120_000;
/** The clocks of a dock and of its aircraft, and ours. */
const CLOCKS_WITHIN_MS = 120_000;

/** What a report says of the flight behind its task. `gone`: it is over, and nobody says that the aircraft came back. */
export type TaskTurn = 'begins' | 'in the air' | 'flown' | 'gone' | 'nothing';

export function turnOf({ status, missionState }: Pick<TaskProgress, 'status' | 'missionState'>): TaskTurn {
  if (status !== null && FLOWN.includes(status)) return 'flown';
  if (status !== null && OVER.includes(status)) return 'gone';
  if (status === null || !GOING_ON.includes(status)) return 'nothing';
  return missionState !== null && IN_THE_AIR.includes(missionState) ? 'in the air' : 'begins';
}

/** Whether nothing comes after this status any more. */
export function isEnd(status: string | null): boolean {
  return status !== null && OVER.includes(status);
}

interface TaskSpan {
  readonly askedAt: Date;
  readonly begunAt: Date | null;
}

/** Whether a sortie that nobody tied to the task is the one that it flew: it took off in the task's time. */
export function isSortieOf({ askedAt, begunAt }: TaskSpan, takenOffAt: Date, endedAt: Date): boolean {
  const earliest = (begunAt ?? askedAt).getTime() - CLOCKS_WITHIN_MS;
  return takenOffAt.getTime() >= earliest && takenOffAt <= endedAt;
}

/** Whether a task that may begin under conditions may still begin. */
export function isTooLate(latestAt: Date | null, now: Date): boolean {
  return latestAt !== null && now > latestAt;
}

/** Whether a task of this time may be begun now. */
export function isDue(beginsAt: Date, now: Date): boolean {
  return now.getTime() >= beginsAt.getTime() - EXECUTED_AHEAD_MS;
}

interface Hands {
  readonly unitId: string;
  readonly caseId: string | null;
}

/** Whether the dock is still with the unit that the task is of, and not out for another case. */
export function isInHandsOf(task: Hands, dock: Hands): boolean {
  const isOfOtherCase = dock.caseId !== null && task.caseId !== null && dock.caseId !== task.caseId;
  return dock.unitId === task.unitId && !isOfOtherCase;
}

/** How far a task is, as docks ask about each other. */
export function progressAnswer(task: {
  readonly flightId: string;
  readonly status: string | null;
  readonly percent: number | null;
  readonly step: number | null;
}): JsonObject {
  const { flightId, status, percent, step } = task;
  return { flight_id: flightId, status, progress: { current_step: step, percent } };
}
