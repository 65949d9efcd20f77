import { Injectable } from '@nestjs/common';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import type { EventScope } from '../events/visibility.rules.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { isAble } from '../sessions/session-roles.js';
import { OrderAddressees } from './order-addressees.js';
import type { Order } from './order-row.js';
import type { OrderContent } from './order.payloads.js';
import { OrderRepository } from './order.repository.js';
import { ORDER_END_STATES } from './order.rules.js';

/** Writes orders: at once, or as a draft that only those who direct see. */
@Injectable()
export class OrderIssuing {
  constructor(
    private readonly orders: OrderRepository,
    private readonly addressees: OrderAddressees,
    private readonly participants: ParticipantRepository,
  ) {}

  readonly handlers: Handlers<'order.draft' | 'order.issue'> = {
    'order.draft': (context, payload) => this.draft(context, payload),
    'order.issue': (context, payload) =>
      'to' in payload ? this.issue(context, payload) : this.issueDraft(context, payload),
  };

  private async draft(context: CommandContext, payload: OrderContent): Promise<Effect> {
    requireUnderWay(context.parent);
    await this.orders.insert(context.tx, {
      ...written(context, payload),
      state: 'DRAFT',
      receipts: [],
      isIssued: false,
    });
    return { facts: { state: 'DRAFT' }, scope: await this.scopeOfDrafts(context) };
  }

  /** @param bookingId what was booked with it in this transaction */
  async issue(context: CommandContext, payload: OrderContent, bookingId?: string): Promise<Effect> {
    requireUnderWay(context.parent);
    const progress = await this.addressees.pullIn(context, payload.to);
    const order: Order = { ...written(context, payload), ...progress, isIssued: true, bookingId };
    await this.orders.insert(context.tx, order);
    return { facts: factsOf(order) };
  }

  /** The event says all that the draft did: those who had not seen that read it here. */
  private async issueDraft(context: CommandContext, { orderId }: Payload<'order.issue'>): Promise<Effect> {
    const { tx, user, seq, now, order: draft } = context;
    if (!draft) throw PlatformErrors.NOT_FOUND();
    if (draft.state !== 'DRAFT') throw CommandErrors.BAD_STATE({ subject: 'order', state: draft.state });
    requireUnderWay(context.parent);
    const progress = await this.addressees.pullIn(context, draft.to);
    const issued = { issuedBy: user.id, issuedSeq: seq, issuedAt: now, isIssued: true };
    const order: Order = { ...draft, ...progress, ...issued };
    await this.orders.save(tx, order, now, 'issue');
    return { facts: { orderId, ...contentOf(order), ...factsOf(order) } };
  }

  /** Whoever directs now; who comes to it later finds the draft in the list. */
  async scopeOfDrafts({ tx, session }: CommandContext): Promise<EventScope> {
    const all = await this.participants.ofSession(tx, session.id);
    const userIds = all.flatMap((one) => (one.userId && isAble(one, 'issue_order') ? [one.userId] : []));
    return { kind: 'DIRECT', userIds };
  }
}

function requireUnderWay(parent: Order | undefined): void {
  if (!parent || (parent.isIssued && !ORDER_END_STATES.includes(parent.state))) return;
  throw CommandErrors.BAD_STATE({ subject: 'order', state: parent.state });
}

function written(
  { session, user, seq, now }: CommandContext,
  payload: OrderContent,
): Omit<Order, 'state' | 'receipts' | 'isIssued'> {
  return {
    id: payload.orderId,
    sessionId: session.id,
    to: payload.to,
    text: payload.text,
    place: payload.place,
    priority: payload.priority ?? 'routine',
    parentOrderId: payload.parentOrderId,
    ackDueAt: instantOf(payload.ackDueAt),
    arriveDueAt: instantOf(payload.arriveDueAt),
    doneDueAt: instantOf(payload.doneDueAt),
    expires: payload.expires ?? false,
    evidenceIds: [],
    flightIds: [],
    bookingId: undefined,
    issuedBy: user.id,
    issuedSeq: seq,
    issuedAt: now,
  };
}

function contentOf({ to, text, place, priority, parentOrderId, expires, ...due }: Order): Record<string, unknown> {
  return {
    to,
    text,
    priority,
    ...(place && { place }),
    ...(parentOrderId && { parentOrderId }),
    ...(due.ackDueAt && { ackDueAt: due.ackDueAt.toISOString() }),
    ...(due.arriveDueAt && { arriveDueAt: due.arriveDueAt.toISOString() }),
    ...(due.doneDueAt && { doneDueAt: due.doneDueAt.toISOString() }),
    ...(expires && { expires }),
  };
}

/** `recipientUserId` where one person answers for it from the start, `recipientUserIds` where many get it. */
function factsOf({ state, receipts, to }: Order): Record<string, unknown> {
  const userIds = receipts.map(({ recipientUserId }) => recipientUserId);
  if ('role' in to) return { state, recipientUserIds: userIds };
  return { state, ...(userIds[0] && { recipientUserId: userIds[0] }) };
}

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
