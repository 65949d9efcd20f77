import { Injectable } from '@nestjs/common';
import { EvidenceService } from '../../evidence/index.js';
import { People, UnitTree } from '../../identity/index.js';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { DeviceHolders } from '../commands/device-holders.js';
import { Membership } from '../commands/membership.js';
import { defaultSessionRole } from '../sessions/session-roles.js';
import type { Addressee } from './order.payloads.js';
import { type Order, OrderRepository } from './order.repository.js';
import { direct, issueTo, type OrderProgress, type RecipientStep, report } from './order.rules.js';

type OrderType =
  | 'order.issue'
  | 'order.delivered'
  | 'order.seen'
  | 'order.acknowledge'
  | 'order.enRoute'
  | 'order.onScene'
  | 'order.submit'
  | 'order.accept'
  | 'order.return'
  | 'order.cancel';

@Injectable()
export class OrderCommands {
  constructor(
    private readonly orders: OrderRepository,
    private readonly membership: Membership,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly holders: DeviceHolders,
    private readonly evidence: EvidenceService,
  ) {}

  readonly handlers: Handlers<OrderType> = {
    'order.issue': (context, payload) => this.issue(context, payload),
    'order.delivered': (context) => this.report(context, 'delivered'),
    'order.seen': (context) => this.report(context, 'seen'),
    'order.acknowledge': (context) => this.report(context, 'acknowledge'),
    'order.enRoute': (context) => this.report(context, 'enRoute'),
    'order.onScene': (context) => this.report(context, 'onScene'),
    'order.submit': (context, payload) => this.submit(context, payload),
    'order.accept': (context) => this.direct(context, 'accept'),
    'order.return': (context) => this.direct(context, 'return'),
    'order.cancel': (context) => this.direct(context, 'cancel'),
  };

  /** An order is its own invitation: whoever gets it may enter the session. */
  private async issue(context: CommandContext, payload: Payload<'order.issue'>): Promise<Effect> {
    const { tx, session, user, seq, now } = context;
    const recipientUserId = await this.pullIn(context, payload.to);
    await this.orders.insert(tx, {
      ...issueTo(recipientUserId),
      id: payload.orderId,
      sessionId: session.id,
      to: payload.to,
      text: payload.text,
      place: payload.place,
      ackDueAt: payload.ackDueAt ? new Date(payload.ackDueAt) : undefined,
      doneDueAt: payload.doneDueAt ? new Date(payload.doneDueAt) : undefined,
      evidenceIds: [],
      issuedBy: user.id,
      issuedSeq: seq,
      issuedAt: now,
    });
    return { facts: { state: 'ISSUED', ...(recipientUserId && { recipientUserId }) } };
  }

  /** Gives the person who answers for the order; for a unit nobody does until someone acknowledges. */
  private async pullIn(context: CommandContext, to: Addressee): Promise<string | undefined> {
    if ('unitId' in to) {
      if (!this.units.find(to.unitId)) throw CommandErrors.CANNOT_TAKE_PART();
      await this.membership.inviteUnit(context, to.unitId, undefined, 'pulled_in');
      return undefined;
    }
    const userId = 'userId' in to ? to.userId : await this.holders.of(context.tx, to.deviceId);
    const person = await this.people.find(context.tx, userId);
    if (!person?.active || !defaultSessionRole(person.roles)) throw CommandErrors.CANNOT_TAKE_PART();
    await this.membership.invite(context, person, undefined, 'pulled_in');
    return userId;
  }

  private async report(context: CommandContext, step: RecipientStep): Promise<Effect> {
    const order = orderOf(context);
    return this.advance(context, order, report(order, context.user.id, step, context.occurredAt));
  }

  private async submit(context: CommandContext, { evidenceIds = [] }: Payload<'order.submit'>): Promise<Effect> {
    const { tx, user, session, seq, occurredAt } = context;
    const order = orderOf(context);
    await this.evidence.requireVisible(tx, user, evidenceIds);
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
    const all = [...new Set([...order.evidenceIds, ...evidenceIds])];
    return this.advance(context, { ...order, evidenceIds: all }, report(order, user.id, 'submit', occurredAt));
  }

  private async direct(context: CommandContext, step: 'accept' | 'return' | 'cancel'): Promise<Effect> {
    const order = orderOf(context);
    return this.advance(context, order, direct(order, step));
  }

  private async advance({ tx, now }: CommandContext, order: Order, to: OrderProgress | undefined): Promise<Effect> {
    if (!to) throw CommandErrors.BAD_STATE({ subject: 'order', state: order.state });
    await this.orders.save(tx, { ...order, ...to }, now);
    return { facts: { state: to.state } };
  }
}

function orderOf({ order }: CommandContext): Order {
  if (!order) throw PlatformErrors.NOT_FOUND();
  return order;
}
