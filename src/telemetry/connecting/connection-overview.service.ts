import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, UnitOfWork } from '../../platform/index.js';
import { DjiConnectionService } from '../gateways/dji-connection.service.js';
import { ConnectionTestRepository } from './connection-test.repository.js';
import type { OverviewView } from './connection-test.schemas.js';
import { testView } from './connection-test.service.js';

/** The settings without their secrets, and what the last test of them found. */
@Injectable()
export class ConnectionOverview {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly connection: DjiConnectionService,
    private readonly tests: ConnectionTestRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async show(): Promise<OverviewView> {
    const settings = await this.connection.show();
    const [last, testRunning] = await this.unitOfWork.read(
      async (tx) => [await this.tests.last(tx), await this.tests.isRunning(tx, this.clock.now())] as const,
    );
    const told = this.config.SKYDOCKET_PUBLIC_URL;
    return {
      ...settings,
      brokerSchemes: ['tcp', 'ws'],
      pilotUrl: told === undefined ? null : `${told.replace(/\/+$/, '')}/pilot`,
      testRunning,
      lastTest: last ? testView(last) : null,
    };
  }
}
