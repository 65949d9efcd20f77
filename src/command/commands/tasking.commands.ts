import { Injectable } from '@nestjs/common';
import { DispatchCommands } from '../dispatch/dispatch.commands.js';
import { EscalationCommands } from '../escalation/escalation.commands.js';
import { OrderCommands } from '../orders/order.commands.js';
import { RequestCommands } from '../requests/request.commands.js';
import type { Handlers } from './command-context.js';

/** What has people do something, and what becomes of it. */
@Injectable()
export class TaskingCommands {
  constructor(
    private readonly orders: OrderCommands,
    private readonly escalation: EscalationCommands,
    readonly dispatch: DispatchCommands,
    private readonly requests: RequestCommands,
  ) {}

  get handlers() {
    return {
      ...this.orders.handlers,
      ...this.escalation.handlers,
      ...this.dispatch.handlers,
      ...this.requests.handlers,
    } satisfies Partial<Handlers>;
  }
}
