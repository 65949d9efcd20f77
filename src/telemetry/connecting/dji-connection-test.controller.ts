import { Body, Controller, Query } from '@nestjs/common';
import { type Actor, CurrentActor, Endpoint, type Page } from '../../platform/index.js';
import { ConnectionOverview } from './connection-overview.service.js';
import {
  ConnectionTestRequest,
  ConnectionTestView,
  DjiConnectionOverview,
  type OverviewView,
  type TestView,
  type TestWish,
} from './connection-test.schemas.js';
import { ConnectionTests } from './connection-test.service.js';
import { GatewayStandings } from './gateway-standings.service.js';
import { GatewayListQuery, GatewayPage, type GatewayQuery, type GatewayView } from './gateway.schemas.js';

@Controller('api/v1/dji-connection')
export class DjiConnectionTestController {
  constructor(
    private readonly overview: ConnectionOverview,
    private readonly tests: ConnectionTests,
    private readonly standings: GatewayStandings,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'djiConnection.manage',
    summary: 'How DJI controllers and docks are let in, without the secrets, and what the last test found',
    response: DjiConnectionOverview,
  })
  show(): Promise<OverviewView> {
    return this.overview.show();
  }

  // It tries what lies outside: a second time it has to try again.
  @Endpoint({
    method: 'POST',
    path: 'test',
    status: 200,
    permission: 'djiConnection.manage',
    idempotent: false,
    summary: 'Try every step that a controller takes to come in, and say in words what fails and what to do',
    response: ConnectionTestView,
    errors: ['DJI_CONNECTION_CHANGED', 'DJI_TEST_RUNNING', 'RATE_LIMITED'],
  })
  test(@CurrentActor() actor: Actor, @Body({ schema: ConnectionTestRequest }) wish: TestWish): Promise<TestView> {
    return this.tests.run(actor, wish);
  }

  @Endpoint({
    method: 'GET',
    path: 'gateways',
    permission: 'djiConnection.manage',
    summary: 'Controllers and docks by asset code: how far each came on its way in, and why it was last turned away',
    response: GatewayPage,
    errors: ['CURSOR_INVALID'],
  })
  gateways(@Query({ schema: GatewayListQuery }) query: GatewayQuery): Promise<Page<GatewayView>> {
    return this.standings.page(query);
  }
}
