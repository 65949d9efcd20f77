import { Injectable } from '@nestjs/common';
import { FlightTasks } from '../../missions/index.js';
import { Clock, OnEveryMinute, SYSTEM, UnitOfWork } from '../../platform/index.js';
import { DockTaskRepository } from './dock-task.repository.js';

/** Ends tasks of which no dock will say so: their time is over, or the aircraft is back. */
@Injectable()
export class TaskDeadlines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tasks: DockTaskRepository,
    private readonly flights: FlightTasks,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('telemetry.task_deadlines')
  run(): Promise<void> {
    return this.sweep(this.clock.now());
  }

  async sweep(now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const { id, flightId, state } of await this.tasks.kept(tx)) {
        const isOver = await this.flights.isOver(tx, flightId, { isBegun: state === 'executing', now });
        if (isOver) await this.tasks.move(tx, id, [state], 'over', now);
      }
    });
  }
}
