import { Injectable } from '@nestjs/common';
import { EvidenceService } from '../../evidence/index.js';
import { MissionsService } from '../../missions/index.js';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { OrderBookings } from './order-bookings.js';
import { OrderIssuing } from './order-issuing.js';
import type { Order } from './order-row.js';
import { OrderRepository } from './order.repository.js';
import { direct, type OrderProgress, type RecipientStep, reject, report } from './order.rules.js';

type OrderType =
  | 'order.issue'
  | 'order.draft'
  | 'order.delivered'
  | 'order.seen'
  | 'order.receive'
  | 'order.acknowledge'
  | 'order.reject'
  | 'order.enRoute'
  | 'order.onScene'
  | 'order.submit'
  | 'order.linkFlight'
  | 'order.accept'
  | 'order.return'
  | 'order.cancel';

/** What recipients report of orders, and what those who direct decide on it. */
@Injectable()
export class OrderCommands {
  constructor(
    private readonly orders: OrderRepository,
    private readonly issuing: OrderIssuing,
    private readonly evidence: EvidenceService,
    private readonly missions: MissionsService,
    private readonly bookings: OrderBookings,
  ) {}

  get handlers(): Handlers<OrderType> {
    return {
      ...this.issuing.handlers,
      'order.delivered': (context) => this.report(context, 'delivered'),
      'order.seen': (context) => this.report(context, 'seen'),
      'order.receive': (context, payload) => this.receive(context, payload),
      'order.acknowledge': (context) => this.report(context, 'acknowledge'),
      'order.reject': (context, payload) => this.reject(context, payload),
      'order.enRoute': (context) => this.report(context, 'enRoute'),
      'order.onScene': (context) => this.report(context, 'onScene'),
      'order.submit': (context, payload) => this.submit(context, payload),
      'order.linkFlight': (context, payload) => this.linkFlight(context, payload),
      'order.accept': (context) => this.direct(context, 'accept'),
      'order.return': (context, payload) => this.giveBack(context, payload),
      'order.cancel': (context) => this.direct(context, 'cancel'),
    };
  }

  private async report(context: CommandContext, step: RecipientStep): Promise<Effect> {
    const order = orderOf(context);
    return this.advance(context, order, report(order, context.user.id, step, context.occurredAt));
  }

  /** Receipts of many orders together; each is entered as if it had come alone. */
  private async receive(
    context: CommandContext,
    { delivered = [], seen = [] }: Payload<'order.receive'>,
  ): Promise<Effect> {
    const { tx, user, now, occurredAt } = context;
    const states: Record<string, string> = {};
    for (const order of context.orders) {
      const steps = [
        ...(delivered.includes(order.id) ? ['delivered'] : []),
        ...(seen.includes(order.id) ? ['seen'] : []),
      ];
      const after = (steps as RecipientStep[]).reduce<OrderProgress | undefined>(
        (progress, step) => progress && report(progress, user.id, step, occurredAt),
        order,
      );
      if (!after) throw CommandErrors.BAD_STATE({ subject: 'order', state: order.state });
      await this.orders.save(tx, { ...order, ...after }, now);
      states[order.id] = after.state;
    }
    return { facts: { states } };
  }

  private async reject(context: CommandContext, { reason }: Payload<'order.reject'>): Promise<Effect> {
    const order = orderOf(context);
    const circle = 'unitId' in order.to ? 'open' : 'closed';
    return this.advance(context, order, reject(order, context.user.id, { at: context.occurredAt, reason, circle }));
  }

  private async submit(
    context: CommandContext,
    { evidenceIds = [], flightIds = [] }: Payload<'order.submit'>,
  ): Promise<Effect> {
    const { tx, user, session, seq, occurredAt } = context;
    const order = orderOf(context);
    await this.evidence.requireVisible(tx, user, evidenceIds);
    await this.missions.requireVisible(tx, user, flightIds);
    for (const evidenceId of evidenceIds) {
      await this.evidence.link(tx, evidenceId, 'order', order.id, {
        sessionId: session.id,
        seq,
        text: order.text,
        issuedBy: order.issuedBy,
        issuedAt: order.issuedAt.toISOString(),
        submittedBy: user.id,
        submittedAt: occurredAt.toISOString(),
      });
    }
    const handedIn = {
      ...order,
      evidenceIds: union(order.evidenceIds, evidenceIds),
      flightIds: union(order.flightIds, flightIds),
    };
    return this.advance(context, handedIn, report(order, user.id, 'submit', occurredAt));
  }

  private async linkFlight(
    { tx, user, now, ...context }: CommandContext,
    { flightId }: Payload<'order.linkFlight'>,
  ): Promise<Effect> {
    const order = orderOf(context);
    await this.missions.requireVisible(tx, user, [flightId]);
    await this.orders.save(tx, { ...order, flightIds: union(order.flightIds, [flightId]) }, now);
    return {};
  }

  private async giveBack(context: CommandContext, { doneDueAt }: Payload<'order.return'>): Promise<Effect> {
    const order = orderOf(context);
    const due = doneDueAt ? { doneDueAt: new Date(doneDueAt) } : {};
    return this.advance(context, { ...order, ...due }, direct(order, 'return'), 'return');
  }

  /** What becomes of a draft is told to those who direct alone. */
  private async direct(context: CommandContext, step: 'accept' | 'cancel'): Promise<Effect> {
    const order = orderOf(context);
    const effect = await this.advance(context, order, direct(order, step));
    return order.isIssued ? effect : { ...effect, scope: await this.issuing.scopeOfDrafts(context) };
  }

  private async advance(
    { tx, now }: CommandContext,
    order: Order,
    to: OrderProgress | undefined,
    step?: 'return',
  ): Promise<Effect> {
    if (!to) throw CommandErrors.BAD_STATE({ subject: 'order', state: order.state });
    await this.orders.save(tx, { ...order, ...to }, now, step);
    await this.bookings.settle(tx, order, to.state);
    return { facts: { state: to.state } };
  }
}

function orderOf({ order }: Pick<CommandContext, 'order'>): Order {
  if (!order) throw PlatformErrors.NOT_FOUND();
  return order;
}

function union(before: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...before, ...more])];
}
