import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { AccessService, UnitTree, type UserActor } from '../../identity/index.js';
import { Clock, PlatformErrors, type Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { OrderConcern } from '../orders/order-concern.js';
import { type Claim, ParticipantRepository } from '../sessions/participant.repository.js';
import type { Session } from '../sessions/session.repository.js';
import { refusalOf } from '../sessions/session.rules.js';
import type { CommandContext } from './command-context.js';
import type { Command } from './command-types.js';
import { repeats } from './repetition.rules.js';
import { standingsOf } from './standing.rules.js';

export type Claimed =
  { readonly kind: 'repeated'; readonly seq: number } | { readonly kind: 'new'; readonly context: CommandContext };

/** Decides whether the giver of a command may give it: first what they can see, then what they are, then the state. */
@Injectable()
export class CommandClaims {
  constructor(
    private readonly participants: ParticipantRepository,
    private readonly concern: OrderConcern,
    private readonly access: AccessService,
    private readonly units: UnitTree,
    private readonly cases: CasesService,
    private readonly clock: Clock,
  ) {}

  /** What the giver is to the session; to be read behind its lock. */
  async read(tx: Tx, user: UserActor, { sessionId, cmdId }: Command): Promise<Claim> {
    return this.participants.claim(tx, sessionId, user.id, cmdId);
  }

  /** @throws NOT_FOUND, FORBIDDEN, STALE_COMMAND_EPOCH, BAD_STATE, CMD_ID_REUSED */
  async check(
    tx: Tx,
    user: UserActor,
    session: Session,
    { claim, command }: { readonly claim: Claim; readonly command: Command },
  ): Promise<Claimed> {
    await this.requireAccess(tx, user, session, { claim, command });
    if (claim.earlier) return repeated(claim.earlier, user, command);
    // Read after the session's row was won: the clock then never runs back along the sequence.
    const now = this.clock.now();
    const context: CommandContext = {
      tx,
      user,
      session,
      own: claim.own,
      invitedUnits: claim.invitedUnits,
      ...(await this.concern.of(tx, session.id, command, claim.own)),
      seq: session.lastSeq + 1,
      now,
      occurredAt: command.occurredAt ? new Date(command.occurredAt) : now,
    };
    this.requireRight(context, command);
    return { kind: 'new', context };
  }

  /** Whoever was removed is refused even where their unit would let them in; whoever reads the case may ask to take part. */
  private async requireAccess(
    tx: Tx,
    user: UserActor,
    session: Session,
    { claim, command }: { readonly claim: Claim; readonly command: Command },
  ): Promise<void> {
    if (claim.own?.state === 'removed') throw PlatformErrors.FORBIDDEN();
    const unitIds = [session.unitId, ...claim.invitedUnits.map(({ unitId }) => unitId)];
    const subject = { id: session.id, sessionId: session.id, unitIds };
    const mayAsk =
      command.type === 'participant.request' && !this.access.allowed(user, 'session.command', [subject]).size;
    if (mayAsk) await this.cases.requireVisible(tx, user, session.caseId);
    else this.access.require(user, 'session.command', [subject]);
  }

  private requireRight(context: CommandContext, { type, epoch }: Command): void {
    const { session, user, own } = context;
    const role = own?.state === 'joined' ? (own.role ?? undefined) : undefined;
    const standings = standingsOf(context, (unitId) => this.units.isWithin(unitId, user.unitId));
    const refusal = refusalOf(type, { standings, tier: user.tier, role }, session, epoch);
    if (refusal === 'FORBIDDEN') throw PlatformErrors.FORBIDDEN();
    if (refusal === 'STALE_COMMAND_EPOCH') throw CommandErrors.STALE_COMMAND_EPOCH({ currentEpoch: session.epoch });
    if (refusal === 'BAD_STATE') throw CommandErrors.BAD_STATE({ subject: 'session', state: session.state });
  }
}

/** A repetition gets the first answer; the same cmdId for something else would otherwise be lost without a word. */
function repeated(earlier: NonNullable<Claim['earlier']>, user: UserActor, command: Command): Claimed {
  if (earlier.userId !== user.id || !repeats(command, earlier)) throw CommandErrors.CMD_ID_REUSED();
  return { kind: 'repeated', seq: earlier.seq };
}
