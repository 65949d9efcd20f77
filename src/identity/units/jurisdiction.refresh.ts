import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/index.js';
import { Places } from './places.service.js';
import { UnitTree } from './unit-tree.js';

const REFRESH_MS = 30_000;

/** Units and boundaries are kept in memory; what another process changes (an instance, `skydocket init`) is seen within 30 s. */
@Injectable()
export class JurisdictionRefresh implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly units: UnitTree,
    private readonly places: Places,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.refresh();
    }, REFRESH_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async refresh(): Promise<void> {
    try {
      await this.units.refresh();
      await this.places.refresh();
    } catch (error) {
      this.logger.warn({ err: error }, 'units and boundaries were not refreshed');
    }
  }
}
