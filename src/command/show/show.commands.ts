import { Injectable } from '@nestjs/common';
import { PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { DeviceHolders } from '../commands/device-holders.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { can } from '../sessions/session-roles.js';
import { SessionRosters } from '../signals/session-roster.js';
import { LONGEST_SHOW_MS, type SightKind, USUAL_SHOW_MS } from './show.codes.js';
import { type SightRequest, SightRequestRepository } from './sight-request.repository.js';
import { StillDesk } from './still-desk.js';

/** *Show me*: nothing is seen of anybody without their word, and everyone in the session knows of it. */
@Injectable()
export class ShowCommands {
  constructor(
    private readonly requests: SightRequestRepository,
    private readonly participants: ParticipantRepository,
    private readonly holders: DeviceHolders,
    private readonly desk: StillDesk,
    private readonly rosters: SessionRosters,
  ) {}

  readonly handlers: Handlers<'show.request' | 'show.consent' | 'show.stop'> = {
    'show.request': (context, payload) => this.request(context, payload),
    'show.consent': (context, payload) => this.consent(context, payload),
    'show.stop': (context, payload) => this.stop(context, payload),
  };

  /** Enters a new request. @throws REQUEST_EXISTS */
  async ask(
    { tx, session, user, now }: CommandContext,
    kind: SightKind,
    about: Pick<SightRequest, 'id' | 'holderUserId' | 'deviceId'>,
  ): Promise<void> {
    const fresh = { state: 'asked', askedBy: user.id, untilAt: null, evidenceId: null, askedAt: now } as const;
    const isNew = await this.requests.insert(tx, { ...about, ...fresh, sessionId: session.id, kind });
    if (!isNew) throw CommandErrors.REQUEST_EXISTS();
  }

  /** @throws CANNOT_TAKE_PART for somebody who is not in the session */
  async requireJoined({ tx, session }: CommandContext, userId: string): Promise<void> {
    const part = await this.participants.find(tx, session.id, userId);
    if (part?.state !== 'joined') throw CommandErrors.CANNOT_TAKE_PART();
  }

  /** @throws NOT_FOUND */
  async find({ tx, session }: CommandContext, kind: SightKind, id: string): Promise<SightRequest> {
    const request = await this.requests.find(tx, session.id, id);
    if (request?.kind !== kind) throw PlatformErrors.NOT_FOUND();
    return request;
  }

  /** Asked with the session locked: what was withdrawn before counts no more. @throws NO_STILL */
  async requireShowing(context: CommandContext, requestId: string): Promise<void> {
    const { state, untilAt } = await this.find(context, 'show', requestId);
    if (state !== 'consented' || !untilAt || untilAt <= context.now) throw CommandErrors.NO_STILL();
  }

  /** Nobody shows anything any more: the holder alone, or everyone of the session. Gives whose requests ended. */
  async endAll({ tx, session, now }: CommandContext, holderUserId?: string): Promise<string[]> {
    const ended = await this.requests.endOpen(tx, session.id, holderUserId ?? null, now);
    tx.afterCommit(() => {
      for (const { id, kind, holderUserId: holder } of ended)
        if (kind === 'show') this.desk.end(session.id, id, holder ?? '', now);
    });
    return ended.map(({ id }) => id);
  }

  private async request(context: CommandContext, payload: Payload<'show.request'>): Promise<Effect> {
    const { tx, session } = context;
    const holderUserId = 'userId' in payload ? payload.userId : await this.holders.of(tx, payload.deviceId);
    await this.requireJoined(context, holderUserId);
    const open = await this.requests.openOf(tx, session.id, holderUserId);
    if (open) throw CommandErrors.SHOW_UNDER_WAY({ requestId: open.id });
    const deviceId = 'deviceId' in payload ? payload.deviceId : null;
    await this.ask(context, 'show', { id: payload.requestId, holderUserId, deviceId });
    return { facts: { holderUserId } };
  }

  private async consent(context: CommandContext, payload: Payload<'show.consent'>): Promise<Effect> {
    const { tx, session, user, now } = context;
    const request = await this.find(context, 'show', payload.requestId);
    if (request.holderUserId !== user.id) throw PlatformErrors.FORBIDDEN();
    if (request.state !== 'asked') throw CommandErrors.BAD_STATE({ subject: 'request', state: request.state });
    if (!payload.accept) {
      await this.requests.save(tx, { ...request, state: 'refused' }, now);
      return { facts: { state: 'refused' } };
    }
    const untilAt = untilOf(payload, now);
    await this.requests.save(tx, { ...request, state: 'consented', untilAt }, now);
    tx.afterCommit(() => this.rosters.forget(session.id));
    return { facts: { state: 'consented', untilAt: payload.untilAt ?? untilAt.toISOString() } };
  }

  /** By whoever shows or asked, and by everyone who may look. */
  private async stop(context: CommandContext, { requestId }: Payload<'show.stop'>): Promise<Effect> {
    const { tx, session, user, own, now } = context;
    const request = await this.find(context, 'show', requestId);
    const isTheirs = request.holderUserId === user.id || request.askedBy === user.id;
    if (!isTheirs && !can(own?.role, 'monitor')) throw PlatformErrors.FORBIDDEN();
    if (request.state !== 'asked' && request.state !== 'consented')
      throw CommandErrors.BAD_STATE({ subject: 'request', state: request.state });
    await this.requests.save(tx, { ...request, state: 'stopped' }, now);
    tx.afterCommit(() => this.desk.end(session.id, requestId, request.holderUserId ?? '', now));
    return { facts: { state: 'stopped', ...(request.holderUserId && { holderUserId: request.holderUserId }) } };
  }
}

/** @throws SHOW_TIME */
function untilOf({ untilAt }: Payload<'show.consent'>, now: Date): Date {
  if (untilAt === undefined) return new Date(now.getTime() + USUAL_SHOW_MS);
  const until = new Date(untilAt);
  const lasting = until.getTime() - now.getTime();
  if (lasting <= 0 || lasting > LONGEST_SHOW_MS) throw CommandErrors.SHOW_TIME({ minutes: LONGEST_SHOW_MS / 60_000 });
  return until;
}
