import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../../platform/index.js';
import { EndingsService } from './endings.service.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import {
  StockTakeCancel,
  StockTakeChange,
  StockTakeClose,
  StockTakeCreate,
  StockTakePage,
  StockTakeQuery,
  StockTakeView,
} from './stock-take.schemas.js';
import { StockTakesService } from './stock-takes.service.js';

type View = z.input<typeof StockTakeView>;

@Controller('api/v1/stock-takes')
export class StockTakesController {
  constructor(
    private readonly stockTakes: StockTakesService,
    private readonly endings: EndingsService,
    private readonly reader: StockTakeReader,
  ) {}

  @Endpoint({
    method: 'POST',
    permission: 'stockTake.manage',
    summary: 'Begin a stock-take: the list of what should be there is frozen',
    response: StockTakeView,
    errors: [
      'DEVICE_KIND_UNKNOWN',
      'STOCK_TAKE_EMPTY',
      'STOCK_TAKE_TOO_LARGE',
      'STOCK_TAKE_DUE_IN_PAST',
      'STOCK_TAKE_ASSIGNEE_REFUSED',
    ],
  })
  open(
    @CurrentActor() actor: Actor,
    @Body({ schema: StockTakeCreate }) body: z.output<typeof StockTakeCreate>,
  ): Promise<View> {
    return this.stockTakes.open(actor, body);
  }

  @Endpoint({
    method: 'GET',
    permission: 'stockTake.read',
    summary: 'Stock-takes of the unit and those below it, and those one counts for; newest first',
    response: StockTakePage,
    errors: ['CURSOR_INVALID'],
  })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: StockTakeQuery }) query: z.output<typeof StockTakeQuery>,
  ): Promise<Page<View>> {
    return this.reader.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'stockTake.read',
    summary: 'One stock-take and how far it is',
    response: StockTakeView,
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string): Promise<View> {
    return this.reader.get(actor, id);
  }

  @Endpoint({
    method: 'PATCH',
    path: ':id',
    permission: 'stockTake.manage',
    summary: 'Change title, last day or who counts',
    response: StockTakeView,
    errors: ['STOCK_TAKE_ENDED', 'STOCK_TAKE_DUE_IN_PAST', 'STOCK_TAKE_ASSIGNEE_REFUSED'],
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StockTakeChange }) body: z.output<typeof StockTakeChange>,
  ): Promise<View> {
    return this.stockTakes.change(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/close',
    status: 200,
    permission: 'stockTake.manage',
    summary: 'Sign and close: what is still pending is missing; nothing changes afterwards',
    response: StockTakeView,
    errors: ['STOCK_TAKE_ENDED', 'STOCK_TAKE_MOVED', 'SIGNATURE_UNREADABLE'],
  })
  close(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StockTakeClose }) body: z.output<typeof StockTakeClose>,
  ): Promise<View> {
    return this.endings.close(actor, id, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/cancel',
    status: 200,
    permission: 'stockTake.manage',
    summary: 'Give a stock-take up, with a reason',
    response: StockTakeView,
    errors: ['STOCK_TAKE_ENDED'],
  })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: StockTakeCancel }) body: z.output<typeof StockTakeCancel>,
  ): Promise<View> {
    return this.endings.cancel(actor, id, body);
  }
}
