import { Injectable } from '@nestjs/common';
import { type Actor, Clock, UnitOfWork } from '../../platform/index.js';
import { DjiConnectionService } from '../gateways/dji-connection.service.js';
import { clockOutcome, topologyOutcome } from './arrival.rules.js';
import { BrokerSteps } from './broker.steps.js';
import { type Outcome, type StepReport } from './connection-step.rules.js';
import type { TestWish } from './connection-test.schemas.js';
import { GatewayStandings } from './gateway-standings.service.js';
import { PublicSteps } from './public.steps.js';
import { StepLine } from './step-line.js';

const MOST_GATEWAYS = 2_000;

/** All steps of connecting. Those to the broker and those to the page do not wait for each other. */
@Injectable()
export class ConnectionSteps {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly connection: DjiConnectionService,
    private readonly broker: BrokerSteps,
    private readonly open: PublicSteps,
    private readonly standings: GatewayStandings,
    private readonly clock: Clock,
  ) {}

  settings() {
    return this.connection.show();
  }

  async take(actor: Actor, { local, pilotUrl }: TestWish): Promise<StepReport[]> {
    const { brokerAddress } = await this.settings();
    const apart = new StepLine();
    await apart.takeApart('settings', () => this.judgeSettings());
    const [broker, page] = await Promise.all([
      this.broker.take(actor, brokerAddress ?? undefined, local),
      this.open.take(actor, pilotUrl, local),
    ]);
    const came = new StepLine();
    const gateways = await this.standings.read(undefined, MOST_GATEWAYS);
    await came.takeApart('topology', () => topologyOutcome(gateways));
    await came.takeApart('clock', () => clockOutcome(gateways, this.clock.now()));
    return [...apart.reports, ...broker, ...page, ...came.reports];
  }

  private async judgeSettings(): Promise<Outcome> {
    const { version, appId, platformName } = await this.settings();
    if (version === 0) return { code: 'SETTINGS_MISSING' };
    const isReadable = await this.unitOfWork.read((tx) => this.connection.settings(tx));
    return { code: isReadable ? 'SETTINGS_COMPLETE' : 'SETTINGS_UNREADABLE', facts: { version, appId, platformName } };
  }
}
