import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id, type Page } from '../../../platform/index.js';
import { LotLedger } from './lot-ledger.service.js';
import { LotPage, LotQuery, LotView } from './lot.schemas.js';
import {
  LotCreate,
  LotOpen,
  MinimumChange,
  MinimumView,
  MovementCreate,
  MovementPage,
  MovementQuery,
  type MovementView,
} from './lot-stock.schemas.js';
import { LotStock } from './lot-stock.service.js';
import { LotsService } from './lots.service.js';

type View = z.input<typeof LotView>;

@Controller('api/v1/lots')
export class LotsController {
  constructor(
    private readonly lots: LotsService,
    private readonly stock: LotStock,
    private readonly ledger: LotLedger,
  ) {}

  @Endpoint({
    method: 'GET',
    permission: 'lot.list',
    summary: 'Lots of consumables with expiry and what is left',
    response: LotPage,
  })
  list(@Query({ schema: LotQuery }) query: z.output<typeof LotQuery>): Promise<Page<View>> {
    return this.lots.list(query);
  }

  @Endpoint({
    method: 'POST',
    permission: 'device.manage',
    summary: 'Receive a lot of a kit',
    response: LotView,
    errors: ['KIT_UNKNOWN', 'LOT_ATTRIBUTES_INVALID', 'LOT_EXISTS', 'LOT_RECEIVED_IN_FUTURE'],
  })
  receive(@CurrentActor() actor: Actor, @Body({ schema: LotCreate }) body: z.output<typeof LotCreate>): Promise<View> {
    return this.stock.receive(actor, body);
  }

  @Endpoint({
    method: 'PATCH',
    path: 'minimum',
    permission: 'device.manage',
    summary: 'Say below what a unit is low on a kit',
    response: MinimumView,
    errors: ['KIT_UNKNOWN'],
  })
  setMinimum(
    @CurrentActor() actor: Actor,
    @Body({ schema: MinimumChange }) body: z.output<typeof MinimumChange>,
  ): Promise<z.input<typeof MinimumView>> {
    return this.ledger.setMinimum(actor, body);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/open',
    status: 200,
    permission: 'lot.use',
    summary: 'Record when a lot was opened; from then it is good for the open life of its kit',
    response: LotView,
    errors: ['LOT_NOT_FOUND', 'LOT_OPEN_ALREADY', 'LOT_OPENED_IN_FUTURE', 'LOT_OPENED_BEFORE_RECEIPT'],
  })
  open(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LotOpen }) { openedAt }: z.output<typeof LotOpen>,
  ): Promise<View> {
    return this.stock.open(actor, id, openedAt);
  }

  @Endpoint({
    method: 'POST',
    path: ':id/movements',
    permission: 'lot.use',
    summary: 'Write a movement into the ledger of a lot; restock and adjustment by who manages the stock',
    response: LotView,
    errors: ['LOT_NOT_FOUND', 'LOT_SHORT', 'LOT_KEPT_FOR_BOOKINGS', 'LOT_TOO_MUCH'],
  })
  move(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: MovementCreate }) body: z.output<typeof MovementCreate>,
  ): Promise<View> {
    return this.stock.move(actor, id, body);
  }

  @Endpoint({
    method: 'GET',
    path: ':id/movements',
    permission: 'lot.use',
    summary: 'The ledger of a lot, newest first',
    response: MovementPage,
    errors: ['LOT_NOT_FOUND'],
  })
  movements(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: MovementQuery }) query: z.output<typeof MovementQuery>,
  ): Promise<Page<z.input<typeof MovementView>>> {
    return this.ledger.movements(actor, id, query);
  }
}
