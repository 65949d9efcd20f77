import { Injectable } from '@nestjs/common';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { can } from '../sessions/session-roles.js';
import { MOST_REQUESTS } from './request.codes.js';
import { RequestGifts } from './request-gifts.js';
import { RequestRepository, type SessionRequest } from './request.repository.js';
import { afterMeeting, fitsKind, leftOf, REQUEST_STANDS } from './request.rules.js';

/** Devices, experts and people that a session is short of: asked for, met bit by bit, or called off. */
@Injectable()
export class RequestCommands {
  constructor(
    private readonly requests: RequestRepository,
    private readonly gifts: RequestGifts,
  ) {}

  readonly handlers: Handlers<'request.raise' | 'request.meet' | 'request.cancel'> = {
    'request.raise': (context, payload) => this.raise(context, payload),
    'request.meet': (context, payload) => this.meet(context, payload),
    'request.cancel': (context, payload) => this.cancel(context, payload),
  };

  /** @throws REQUEST_EXISTS, REQUESTS_FULL */
  private async raise(context: CommandContext, payload: Payload<'request.raise'>): Promise<Effect> {
    const { tx, session, user, seq } = context;
    const { requestId, kind, quantity, kindCode = null, during, place = null, text } = payload;
    if (await this.requests.find(tx, session.id, requestId)) throw CommandErrors.REQUEST_EXISTS();
    if ((await this.requests.count(tx, session.id)) >= MOST_REQUESTS)
      throw CommandErrors.REQUESTS_FULL({ most: MOST_REQUESTS });
    await this.requests.insert(tx, session.id, {
      requestId,
      kind,
      kindCode,
      quantity,
      met: 0,
      state: 'open',
      during: during ? { from: new Date(during.from), to: new Date(during.to) } : null,
      place,
      text,
      raisedBy: user.id,
      unitId: user.unitId,
      raisedSeq: seq,
      changedSeq: seq,
    });
    return { facts: { state: 'open' } };
  }

  /** @throws REQUEST_UNKNOWN, BAD_STATE, REQUEST_OF_ANOTHER_KIND, REQUEST_EXCEEDED, and what the gifts themselves refuse */
  private async meet(context: CommandContext, payload: Payload<'request.meet'>): Promise<Effect> {
    const { tx, session, user, own, seq } = context;
    if (own?.state !== 'joined') throw PlatformErrors.FORBIDDEN();
    const request = await this.known(context, payload.requestId);
    requireStanding(request);
    if (!fitsKind(request.kind, payload)) throw CommandErrors.REQUEST_OF_ANOTHER_KIND({ kind: request.kind });
    const after = afterMeeting(request, payload.quantity);
    if (!after) throw CommandErrors.REQUEST_EXCEEDED({ left: leftOf(request) });
    const booking = await this.gifts.give(context, request, payload);
    const { requestId, quantity, deviceIds = [], expertIds = [], userIds = [], remark = null } = payload;
    const { met, state } = after;
    await this.requests.save(tx, session.id, { ...request, met, state, changedSeq: seq });
    await this.requests.addMeeting(tx, session.id, {
      seq,
      requestId,
      quantity,
      deviceIds,
      expertIds,
      userIds,
      remark,
      bookingId: booking?.bookingId ?? null,
      metBy: user.id,
    });
    return { facts: { kind: request.kind, asked: request.quantity, met, state, unitId: request.unitId, ...booking } };
  }

  /** What was given already stays given. @throws REQUEST_UNKNOWN, BAD_STATE, FORBIDDEN */
  private async cancel(context: CommandContext, { requestId }: Payload<'request.cancel'>): Promise<Effect> {
    const { tx, session, user, own, seq } = context;
    const request = await this.known(context, requestId);
    if (request.raisedBy !== user.id && !can(own?.role, 'lead')) throw PlatformErrors.FORBIDDEN();
    requireStanding(request);
    await this.requests.save(tx, session.id, { ...request, state: 'cancelled', changedSeq: seq });
    return { facts: { kind: request.kind, asked: request.quantity, met: request.met, state: 'cancelled' } };
  }

  /** @throws REQUEST_UNKNOWN */
  private async known({ tx, session }: CommandContext, requestId: string): Promise<SessionRequest> {
    const request = await this.requests.find(tx, session.id, requestId);
    if (!request) throw CommandErrors.REQUEST_UNKNOWN();
    return request;
  }
}

function requireStanding({ state }: SessionRequest): void {
  if (!REQUEST_STANDS.includes(state)) throw CommandErrors.BAD_STATE({ subject: 'request', state });
}
