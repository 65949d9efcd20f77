import { OrderAddressees } from './order-addressees.js';
import { OrderConcern } from './order-concern.js';
import { OrderExpiry } from './order-expiry.js';
import { OrderIssuing } from './order-issuing.js';
import { OrderCommands } from './order.commands.js';
import { OrderRepository } from './order.repository.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';

export const ORDER_CONTROLLERS = [OrdersController];
export const ORDER_PROVIDERS = [
  OrderAddressees,
  OrderCommands,
  OrderConcern,
  OrderExpiry,
  OrderIssuing,
  OrderRepository,
  OrdersService,
];
