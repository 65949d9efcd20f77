import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { FlightTurns } from '../../missions/index.js';
import type { Tx } from '../../platform/index.js';
import type { TaskNews, TaskProgress } from '../dialects/device-events.js';
import { notAfterReceipt } from '../events/event-time.rules.js';
import type { ServiceCall } from '../services/service-call.repository.js';
import type { CallState } from '../services/service-call.rules.js';
import { type DockTask, DockTaskRepository } from './dock-task.repository.js';
import { isEnd, isSortieOf, turnOf } from './task.rules.js';
import { TaskWatermark } from './task.watermark.js';

const OPEN = ['asked', 'prepared', 'executing'] as const;

/** What docks answer and report of tasks, as far as it moves the task and the flight behind it. */
@Injectable()
export class TaskTies {
  constructor(
    private readonly tasks: DockTaskRepository,
    private readonly turns: FlightTurns,
    private readonly watermark: TaskWatermark,
  ) {}

  /** The answer that decides a call about a task. */
  async answered(
    tx: Tx,
    { method, gatewayId, bid }: Pick<ServiceCall, 'method' | 'gatewayId' | 'bid'>,
    state: CallState,
    at: Date,
  ): Promise<void> {
    if (method !== 'flighttask_prepare' && method !== 'flighttask_execute') return;
    const task = await this.tasks.ofGateway(tx, gatewayId, bid);
    if (!task) return;
    if (method === 'flighttask_execute') {
      if (state === 'answered') await this.tasks.move(tx, task.id, ['asked', 'prepared'], 'executing', at);
    } else if (state === 'answered') await this.tasks.move(tx, task.id, ['asked'], 'prepared', at);
    else if (state === 'failed') await this.tasks.move(tx, task.id, ['asked'], 'refused', at);
  }

  /**
   * A report that is newer than the one before. What a dock flies is a fact, also where we have withdrawn the task: the
   * flight follows, and its row is held before the task's, as where a task is prepared. Only the first end lands it.
   * @param before the status reported before
   */
  async reported(tx: Tx, gateway: DeviceSummary, progress: TaskProgress, before: string | null): Promise<void> {
    const task = await this.tasks.ofGateway(tx, gateway.id, progress.flightId);
    if (!task) return;
    const at = notAfterReceipt(progress);
    const turn = turnOf(progress);
    if (turn === 'nothing') return;
    if (turn === 'in the air') await this.begun(tx, task, at);
    if (turn === 'flown' && !isEnd(before)) await this.flown(tx, task, at);
    if (turn === 'flown' || turn === 'gone') await this.tasks.move(tx, task.id, OPEN, 'over', at);
    else {
      await this.tasks.move(tx, task.id, OPEN, 'executing', at);
      await this.watermark.burn(tx, gateway, task);
    }
  }

  async told(tx: Tx, gateway: DeviceSummary, news: TaskNews): Promise<void> {
    await this.tasks.keepNews(tx, gateway.id, news);
  }

  private async begun(tx: Tx, task: DockTask, at: Date): Promise<void> {
    const sortie = await this.turns.beginByTask(tx, { ...task, at });
    if (sortie) await this.tasks.nameSortie(tx, task.id, sortie.ordinal);
  }

  /**
   * Where nobody heard of the take-off, it was when the dock began. An end that comes late, when the flight is on a sortie
   * that did not begin by this task, lands nothing.
   */
  private async flown(tx: Tx, task: DockTask, at: Date): Promise<void> {
    if (task.sortie !== null) return this.turns.endByTask(tx, { ...task, at, sortie: task.sortie });
    const flying = await this.turns.beginByTask(tx, { ...task, at: task.begunAt ?? at });
    if (flying && isSortieOf(task, flying.takenOffAt, at))
      await this.turns.endByTask(tx, { ...task, at, sortie: flying.ordinal });
  }
}
