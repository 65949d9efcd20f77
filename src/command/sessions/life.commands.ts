import { Injectable } from '@nestjs/common';
import { Jobs } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import { EventRepository } from '../events/event.repository.js';
import { GuestCommands } from '../guests/guest.commands.js';
import { OrderRepository } from '../orders/order.repository.js';
import { PresenceRepository } from '../presence/presence.repository.js';
import { RECORD_QUEUE } from '../record/record.codes.js';
import { manifestDigest, manifestOf } from './manifest.rules.js';
import { afterSessionStep, type SessionState, type SessionStep } from './session.rules.js';

type LifeType =
  'session.open' | 'session.suspend' | 'session.resume' | 'session.close' | 'session.reopen' | 'session.archive';

/** Whether the session runs. */
@Injectable()
export class LifeCommands {
  constructor(
    private readonly events: EventRepository,
    private readonly orders: OrderRepository,
    private readonly guests: GuestCommands,
    private readonly presences: PresenceRepository,
    private readonly jobs: Jobs,
  ) {}

  readonly handlers: Handlers<LifeType> = {
    'session.open': async (context) => moved(stateAfter(context, 'open')),
    'session.suspend': async (context) => moved(stateAfter(context, 'suspend')),
    'session.resume': async (context) => moved(stateAfter(context, 'resume')),
    'session.close': (context) => this.close(context),
    'session.reopen': async (context) => reopen(context),
    'session.archive': async (context) => moved(stateAfter(context, 'archive')),
  };

  /** Freezes what was: the manifest covers every event before the closing one, whose hash then covers the manifest. */
  private async close(context: CommandContext): Promise<Effect> {
    const { tx, session } = context;
    const state = stateAfter(context, 'close');
    const manifest = manifestOf(session.id, await this.events.hashes(tx, session.id));
    const open = await this.orders.openOf(tx, session.id);
    const openOrders = open.map(({ id, state: orderState, issuedSeq }) => ({
      orderId: id,
      state: orderState,
      seq: issuedSeq,
    }));
    const endedGuestIds = await this.guests.endAll(context);
    await this.presences.endLines(tx, session.id);
    await this.jobs.enqueue(tx, RECORD_QUEUE, { sessionId: session.id, closedSeq: context.seq });
    return {
      facts: { state, manifest, openOrders, ...(endedGuestIds.length > 0 && { endedGuestIds }) },
      session: { state, closedManifestSha256: manifestDigest(manifest), offeredToUserId: null, offerExpiresAt: null },
    };
  }
}

/** The event keeps which manifest the session had been closed with. */
function reopen(context: CommandContext): Effect {
  const state = stateAfter(context, 'reopen');
  const formerManifestSha256 = context.session.closedManifestSha256?.toString('hex') ?? null;
  return { facts: { state, formerManifestSha256 }, session: { state, closedManifestSha256: null } };
}

function moved(state: SessionState): Effect {
  return { facts: { state }, session: { state } };
}

/** @throws BAD_STATE */
function stateAfter({ session }: CommandContext, step: SessionStep): SessionState {
  const state = afterSessionStep(session.state, step);
  if (!state) throw CommandErrors.BAD_STATE({ subject: 'session', state: session.state });
  return state;
}
