import { DockTaskRepository } from './dock-task.repository.js';
import { DockTasks } from './dock-tasks.controller.js';
import { TaskAnswers } from './task.answers.js';
import { TaskDeadlines } from './task.deadlines.js';
import { TaskTies } from './task.ties.js';
import { CallSending, TaskWatermark } from './task.watermark.js';
import { TaskWishes } from './task.wishes.js';

/** What ties tasks of docks to flights. */
export const TASK_PROVIDERS = [
  CallSending,
  DockTaskRepository,
  DockTasks,
  TaskAnswers,
  TaskDeadlines,
  TaskTies,
  TaskWatermark,
  TaskWishes,
] as const;
