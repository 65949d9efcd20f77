import { Injectable } from '@nestjs/common';
import { PlatformErrors, type Tx } from '../../platform/index.js';
import type { CommandContext } from '../commands/command-context.js';
import type { Command, CommandType } from '../commands/command-types.js';
import { isAble } from '../sessions/session-roles.js';
import type { Order } from './order-row.js';
import { OrderRepository } from './order.repository.js';

/** What a draft is there for: to be written, issued or given up. To all else it is as an order that is not there. */
const OF_DRAFTS: readonly CommandType[] = ['order.draft', 'order.issue', 'order.cancel'];

type Concern = Pick<CommandContext, 'order' | 'orders' | 'parent'>;

/** Finds the orders that a command is about. */
@Injectable()
export class OrderConcern {
  constructor(private readonly repository: OrderRepository) {}

  /** @throws NOT_FOUND also for a draft, to whoever does not direct and for whatever is done to issued orders */
  async of(tx: Tx, sessionId: string, command: Command, own: CommandContext['own']): Promise<Concern> {
    const { orderIds, parentOrderId } = namedBy(command);
    const wanted = [...new Set([...orderIds, ...(parentOrderId ? [parentOrderId] : [])])];
    if (wanted.length === 0) return { order: undefined, orders: [], parent: undefined };
    const isDraftShown = OF_DRAFTS.includes(command.type) && isAble(own, 'issue_order');
    const seen = (await this.repository.findMany(tx, sessionId, wanted)).filter(
      ({ isIssued }) => isIssued || isDraftShown,
    );
    if (seen.length < wanted.length) throw PlatformErrors.NOT_FOUND();
    const orders = seen.filter(({ id }) => orderIds.includes(id));
    const order = orders.length === 1 ? orders[0] : undefined;
    return { order, orders, parent: await this.parentOf(tx, sessionId, order, parentOrderId, seen) };
  }

  private async parentOf(
    tx: Tx,
    sessionId: string,
    order: Order | undefined,
    named: string | undefined,
    seen: readonly Order[],
  ): Promise<Order | undefined> {
    if (named) return seen.find(({ id }) => id === named);
    return order?.parentOrderId ? this.repository.find(tx, sessionId, order.parentOrderId) : undefined;
  }
}

/** An order that is being written has an id already, but is not there yet. */
function namedBy({ type, payload }: Command): { orderIds: readonly string[]; parentOrderId?: string | undefined } {
  if (type === 'order.issue' && !('to' in payload)) return { orderIds: [payload.orderId] };
  if (type === 'order.issue' || type === 'order.draft')
    return { orderIds: [], parentOrderId: 'parentOrderId' in payload ? payload.parentOrderId : undefined };
  if (type === 'dispatch.confirm') return { orderIds: [] };
  if (type === 'order.receive') return { orderIds: [...(payload.delivered ?? []), ...(payload.seen ?? [])] };
  return { orderIds: 'orderId' in payload && payload.orderId ? [payload.orderId] : [] };
}
