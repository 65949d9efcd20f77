import { Injectable } from '@nestjs/common';
import { Clock, OnEveryMinute, chinaDateOf } from '../../../platform/index.js';
import { LotWatch } from '../lots/lot-watch.service.js';
import { MaintenanceWatch } from './maintenance-watch.service.js';

/** What each day in China brings for the upkeep of the pool. */
@Injectable()
export class UpkeepJobs {
  /** Each instance looks once a day, and again after a start: what was told before is not told twice. */
  private lookedOn: string | null = null;

  constructor(
    private readonly lots: LotWatch,
    private readonly maintenance: MaintenanceWatch,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('equipment.upkeep')
  async run(): Promise<void> {
    const today = chinaDateOf(this.clock.now());
    if (this.lookedOn === today) return;
    await this.lots.tell(today);
    await this.maintenance.tell(today);
    this.lookedOn = today;
  }
}
