import type { ErrorEntry } from '../../platform/index.js';

const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

/** Why a dock is not asked to prepare, begin or end a task. */
export const DOCK_TASK_REFUSALS = {
  TASK_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'This dock was given no such task by us; prepare the flight first',
    zh: '本系统未向该机场下达过此任务，请先下达飞行任务',
  },
  TASK_UNDER_WAY: conflicting(
    'The flight has a task already ({taskId}, {state}); withdraw it first',
    '该飞行已有任务（{taskId}，{state}），请先撤销',
  ),
  TASK_NOT_PREPARED: conflicting(
    'The dock has not confirmed the task, or it is over: {state}',
    '机场尚未确认该任务，或任务已结束：{state}',
  ),
  TASK_BEING_FLOWN: conflicting(
    'The task is being flown and cannot be withdrawn; stop it or send the aircraft home',
    '任务正在执行，不能撤销；请暂停任务或令航空器返航',
  ),
  TASK_NOT_BEING_FLOWN: conflicting('The dock flies no task of ours', '该机场没有正在执行的任务'),
  TASK_NOT_DUE: conflicting(
    'The task is begun two minutes before {at} at the earliest',
    '任务最早可在 {at} 前2分钟内开始执行',
  ),
  TASK_TOO_LATE: conflicting(
    'The task could be begun until {at} and not later; withdraw it and prepare another one',
    '任务最迟应在 {at} 开始执行，现已过时，请撤销后重新下达',
  ),
  TASK_ADDRESS_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'The dock cannot be told where to fetch the wayline: an administrator has to set SKYDOCKET_PUBLIC_URL',
    zh: '无法告知机场航线下载地址，请管理员设置 SKYDOCKET_PUBLIC_URL',
  },
} as const satisfies Record<string, ErrorEntry>;
