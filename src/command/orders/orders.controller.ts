import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, CurrentActor, Endpoint } from '../../platform/index.js';
import { OrderPage, OrderQuery } from './order.schemas.js';
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
}
