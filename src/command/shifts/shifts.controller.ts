import { Body, Controller, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, sendDownload } from '../../platform/index.js';
import { ShiftHandovers } from './shift-handovers.service.js';
import { ShiftPapers } from './shift-papers.service.js';
import { ShiftReader } from './shift-reader.service.js';
import {
  ShiftBoardQuery,
  ShiftBoardView,
  ShiftHandoverDetail,
  ShiftHandoverPage,
  ShiftHandoverQuery,
  ShiftHandoverView,
  ShiftOffer,
  ShiftRefusal,
  ShiftSheetQuery,
  ShiftTaking,
} from './shift.schemas.js';

/** What goes on, for whoever watches over it, and its passing to the next. */
@Controller('api/v1')
export class ShiftsController {
  constructor(
    private readonly reader: ShiftReader,
    private readonly handovers: ShiftHandovers,
    private readonly papers: ShiftPapers,
  ) {}

  @Endpoint({
    method: 'GET',
    path: 'shift-board',
    permission: 'shift.read',
    summary: 'What goes on in a unit and below: sessions, orders unsigned and late, flights, late devices, alarms',
    response: ShiftBoardView,
    errors: ['NOT_FOUND'],
  })
  board(@CurrentActor() actor: Actor, @Query({ schema: ShiftBoardQuery }) { unit }: z.output<typeof ShiftBoardQuery>) {
    return this.reader.board(actor, unit);
  }

  @Endpoint({
    method: 'GET',
    path: 'shift-handovers',
    permission: 'shift.read',
    summary: 'Shifts that were handed over in a unit and below, newest first',
    response: ShiftHandoverPage,
    errors: ['NOT_FOUND'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: ShiftHandoverQuery }) query: z.output<typeof ShiftHandoverQuery>,
  ) {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: 'shift-handovers/:id',
    permission: 'shift.read',
    summary: 'One hand-over with its sheet, as it stood when the shift was offered',
    response: ShiftHandoverDetail,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'GET',
    path: 'shift-handovers/:id/sheet',
    permission: 'shift.read',
    summary: 'The sheet on paper (PDF), to be signed',
    produces: 'application/pdf',
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  })
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: ShiftSheetQuery }) { language }: z.output<typeof ShiftSheetQuery>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    return sendDownload(response, await this.papers.write(actor, id, language));
  }

  @Endpoint({
    method: 'POST',
    path: 'shift-handovers',
    permission: 'shift.handOver',
    summary: 'Offer the shift of a desk of the own unit to somebody, with what goes on frozen in a sheet',
    response: ShiftHandoverView,
    errors: ['NOT_ON_DUTY', 'CANNOT_TAKE_SHIFT', 'SHIFT_OFFERED_ALREADY'],
  })
  offer(@CurrentActor() actor: Actor, @Body({ schema: ShiftOffer }) body: z.output<typeof ShiftOffer>) {
    return this.handovers.offer(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: 'shift-handovers/:id/take',
    permission: 'shift.answer',
    status: 200,
    summary: 'Take a shift that is offered to one',
    response: ShiftHandoverView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'BAD_STATE'],
  })
  take(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ShiftTaking }) { remark }: z.output<typeof ShiftTaking>,
  ) {
    return this.handovers.end(actor, id, 'take', remark);
  }

  @Endpoint({
    method: 'POST',
    path: 'shift-handovers/:id/decline',
    permission: 'shift.answer',
    status: 200,
    summary: 'Say why one does not take a shift that is offered to one',
    response: ShiftHandoverView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'BAD_STATE'],
  })
  decline(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ShiftRefusal }) { reason }: z.output<typeof ShiftRefusal>,
  ) {
    return this.handovers.end(actor, id, 'decline', reason);
  }

  @Endpoint({
    method: 'POST',
    path: 'shift-handovers/:id/withdraw',
    permission: 'shift.answer',
    status: 200,
    summary: 'Take one’s own offer of a shift back',
    response: ShiftHandoverView,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'BAD_STATE'],
  })
  withdraw(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.handovers.end(actor, id, 'withdraw');
  }
}
