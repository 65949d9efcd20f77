import type { ErrorEntry } from '../../../platform/index.js';

const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

/** Why a flight is not flown by a dock; entries of the catalogue of missions. */
export const TASK_REFUSALS = {
  TASK_FLIGHT_NOT_CLEARED: conflicting(
    'Only a cleared flight becomes a task; this one is {state}',
    '只有已放行的飞行才能下达机场任务，该飞行当前状态为 {state}',
  ),
  TASK_FOR_OTHER_DEVICE: conflicting(
    'The flight is planned with another aircraft than the one of this dock',
    '该飞行计划使用的航空器不属于此机场',
  ),
  TASK_OUTSIDE_PERIOD: conflicting(
    'The task would be flown outside the period of the flight, {from} to {to}',
    '任务执行时间超出飞行时段（{from} 至 {to}）',
  ),
  TASK_WITHOUT_WAYLINE: conflicting(
    'The flight has no wayline in force; bring one in first',
    '该飞行没有有效航线，请先导入',
  ),
  TASK_RETURN_TOO_HIGH: {
    status: 422,
    level: 'info',
    en: 'The aircraft would return at {metres} m, above the airspace of the flight, which ends at {most} m',
    zh: '返航高度 {metres} 米超出飞行空域上限 {most} 米',
  },
  TASK_WAYLINE_CHANGED: conflicting(
    'The wayline has changed since the task was prepared; withdraw the task and prepare another one',
    '任务下达后航线已变更，请撤销任务后重新下达',
  ),
} as const satisfies Record<string, ErrorEntry>;
