import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint, Id } from '../../platform/index.js';
import { OrderDetail, OrderPage, OrderQuery } from './order.schemas.js';
import { OrdersService } from './orders.service.js';

@Controller('api/v1/orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Endpoint({
    method: 'GET',
    permission: 'order.read',
    summary: 'Orders of a session, or those that concern the caller, newest first',
    response: OrderPage,
    errors: ['NOT_FOUND'],
  })
  list(@CurrentActor() actor: Actor, @Query({ schema: OrderQuery }) query: z.output<typeof OrderQuery>) {
    return this.orders.list(actor, query);
  }

  @Endpoint({
    method: 'GET',
    path: ':id',
    permission: 'order.read',
    summary: 'One order with its receipts and what was ordered under it',
    response: OrderDetail,
    errors: ['NOT_FOUND'],
  })
  get(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) id: string) {
    return this.orders.get(actor, id);
  }
}
