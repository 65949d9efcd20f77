import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { CommandInput, CommandAccepted } from '../commands/command.schemas.js';
import { CommandsService } from '../commands/commands.service.js';
import { EventPage, EventQuery } from '../events/event.schemas.js';
import { SessionDetails } from './session-details.js';
import { SessionOpening } from './session-opening.js';
import { SessionReader } from './session-reader.js';
import { SessionSnapshots } from './session-snapshots.js';
import { SnapshotView } from './snapshot.schemas.js';
import { SessionCreate, SessionDetail, SessionPage, SessionQuery, SessionView } from './session.schemas.js';

@Controller('api/v1/command-sessions')
export class SessionsController {
  constructor(
    private readonly opening: SessionOpening,
    private readonly sessions: SessionReader,
    private readonly details: SessionDetails,
    private readonly snapshots: SessionSnapshots,
    private readonly commands: CommandsService,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'session.create',
    summary: 'Open a command session on a case, or schedule one; the caller commands it',
    response: SessionView,
    errors: ['NOT_FOUND', 'SCHEDULED_IN_PAST'],
  })
  open(@CurrentActor() actor: Actor, @Body({ schema: SessionCreate }) body: z.output<typeof SessionCreate>) {
    return this.opening.open(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'session.read',
    summary: 'List sessions, newest first',
    response: SessionPage,
  })
  list(@CurrentActor() actor: Actor, @Query({ schema: SessionQuery }) query: z.output<typeof SessionQuery>) {
    return this.sessions.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'session.read',
    summary: 'One session with its participants, guests and who is there',
    response: SessionDetail,
    errors: ['NOT_FOUND'],
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.details.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/snapshot',
    permission: 'session.read',
    summary: 'Where a session stands: people, orders and map, and the number of the last event in it',
    response: SnapshotView,
    errors: ['NOT_FOUND'],
  })
  snapshot(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.snapshots.of(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/events',
    permission: 'session.read',
    summary: 'The record after a number, gapless',
    response: EventPage,
    errors: ['NOT_FOUND'],
  })
  async events(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: EventQuery }) { after, limit }: z.output<typeof EventQuery>,
  ) {
    const { events: items, ...rest } = await this.sessions.recordAfter(actor, id, after, limit);
    return { items, ...rest };
  }

  @Endpoint({
    method: 'POST',
    path: ':id/commands',
    permission: 'session.command',
    // The cmdId does what an Idempotency-Key would, and an answer with a guest's token may not be kept.
    idempotent: false,
    summary: 'Give a command, as over the socket; a repeated cmdId gets the first answer',
    response: CommandAccepted,
    errors: ['UNKNOWN_COMMAND', 'FORBIDDEN', 'NOT_FOUND', 'STALE_COMMAND_EPOCH', 'BAD_STATE', 'CMD_ID_REUSED'],
  })
  command(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CommandInput }) body: z.output<typeof CommandInput>,
  ) {
    return this.commands.give(actor, { ...body, sessionId: id });
  }
}
