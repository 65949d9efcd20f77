import { Body, Controller, Headers, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { ControllerLogIns } from '../../identity/index.js';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { PilotLines } from './pilot-lines.service.js';
import { PilotTopologies } from './pilot-topologies.service.js';
import {
  PilotLine,
  PilotLineRequest,
  PilotLogIn,
  PilotSession,
  PilotTopologyList,
  PilotWorkspace,
} from './pilot.schemas.js';

const BEARER = /^Bearer /i;
/** A handler of Nest has one method; both of these are the same renewal. */
const RENEWAL = {
  path: 'token/refresh',
  permission: 'pilotWorkspace.use',
  response: PilotSession,
  errors: ['TOKEN_INVALID'],
} as const;

/** What DJI Pilot 2, and the page in it, call before anything else. */
@Controller('manage/api/v1')
export class PilotController {
  constructor(
    private readonly logIns: ControllerLogIns,
    private readonly lines: PilotLines,
    private readonly topologies: PilotTopologies,
  ) {}

  @Endpoint({
    method: 'POST',
    path: 'login',
    status: 200,
    permission: 'public',
    idempotent: false,
    summary: 'Log in on a controller; the token opens what DJI Pilot 2 calls and nothing else',
    response: PilotSession,
    errors: ['LOGIN_FAILED', 'RATE_LIMITED', 'FORBIDDEN'],
  })
  async logIn(
    @Body({ schema: PilotLogIn }) { username, password }: z.output<typeof PilotLogIn>,
    @Req() request: Request,
  ): Promise<z.input<typeof PilotSession>> {
    return this.lines.session(await this.logIns.logIn(username, password, request.ip ?? 'unknown'));
  }

  @Endpoint({
    ...RENEWAL,
    method: 'POST',
    status: 200,
    idempotent: false,
    summary: 'A new token for the log-in on this controller',
  })
  refresh(
    @Headers('x-auth-token') token: string | undefined,
    @Headers('authorization') bearer: string | undefined,
  ): Promise<z.input<typeof PilotSession>> {
    return this.renewed(token, bearer);
  }

  /** Early versions of Pilot ask so. */
  @Endpoint({
    ...RENEWAL,
    method: 'GET',
    summary: 'As POST, for early versions of Pilot',
  })
  refreshByGet(
    @Headers('x-auth-token') token: string | undefined,
    @Headers('authorization') bearer: string | undefined,
  ): Promise<z.input<typeof PilotSession>> {
    return this.renewed(token, bearer);
  }

  @Endpoint({
    method: 'GET',
    path: 'workspaces/current',
    permission: 'pilotWorkspace.use',
    summary: 'The workspace of the person: the own unit',
    response: PilotWorkspace,
  })
  workspace(@CurrentActor() actor: Actor): Promise<z.input<typeof PilotWorkspace>> {
    return this.lines.workspace(actor);
  }

  @Endpoint({
    method: 'POST',
    path: 'workspaces/:workspaceId/controller-line',
    status: 200,
    permission: 'pilotLine.open',
    summary: 'What the pilot page hands to Pilot: the licence, and a broker secret of this controller for 12 hours',
    response: PilotLine,
    errors: ['DJI_NOT_SET_UP', 'CONTROLLER_NOT_REGISTERED'],
    // A kept answer would keep the secret.
    idempotent: false,
  })
  open(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
    @Body({ schema: PilotLineRequest }) { controller_sn }: z.output<typeof PilotLineRequest>,
  ): Promise<z.input<typeof PilotLine>> {
    return this.lines.open(actor, workspaceId, controller_sn);
  }

  @Endpoint({
    method: 'GET',
    path: 'workspaces/:workspaceId/devices/topologies',
    permission: 'pilotWorkspace.use',
    summary: 'Which aircraft fly behind which gateways, of those whose position one may see',
    response: PilotTopologyList,
  })
  async devices(
    @CurrentActor() actor: Actor,
    @Param('workspaceId', { schema: Id }) workspaceId: string,
  ): Promise<z.input<typeof PilotTopologyList>> {
    this.lines.requireWorkspace(actor, workspaceId);
    return { list: await this.topologies.of(actor) };
  }

  private async renewed(token: string | undefined, bearer: string | undefined): Promise<z.input<typeof PilotSession>> {
    return this.lines.session(await this.logIns.renew(token ?? bearer?.replace(BEARER, '') ?? ''));
  }
}
