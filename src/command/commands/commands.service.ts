import { Injectable } from '@nestjs/common';
import { asUser, type UserActor } from '../../identity/index.js';
import {
  type Actor,
  AppError,
  Clock,
  PlatformErrors,
  RateLimit,
  Refusals,
  together,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { hashFact } from '../events/event-chain.js';
import { actorOf, type SessionEvent } from '../events/session-event.js';
import { SessionLog } from '../events/session-log.js';
import { EVERYONE } from '../events/visibility.rules.js';
import { isPlausibleOccurrence } from '../sessions/session.rules.js';
import { CommandClaims } from './command-claims.js';
import type { CommandContext, Effect } from './command-context.js';
import { CommandHandlers } from './command-handlers.js';
import { type Command, parseCommand } from './command-types.js';
import { SessionLanes } from './session-lanes.js';

/** A person's hand is never faster; a runaway script is. */
const COMMANDS_PER_USER = 300;
const WINDOW_MS = 5_000;
/** Of one person in one session: more than any relay of another system says, and few enough that others are still heard. */
const LINES_PER_USER = 250;
const LINES_WINDOW_MS = 10_000;

/** What the giver of a command is told: committed under this number, now or (`duplicate`) before. */
export interface CommandAnswer {
  readonly seq: number;
  readonly duplicate?: true;
  /** What only the giver is told, and only now: the id and token of a guest. */
  readonly guestId?: string;
  readonly token?: string;
  /** What a sector has in common with others. */
  readonly overlaps?: readonly { readonly sectorId: string; readonly squareMetres: number }[];
}

/** The one way into a session's record, for sockets and HTTP alike: one transaction a command, told to others after it. */
@Injectable()
export class CommandsService {
  private readonly lanes = new SessionLanes();
  private readonly limit = new RateLimit(COMMANDS_PER_USER, WINDOW_MS);
  private readonly lines = new RateLimit(LINES_PER_USER, LINES_WINDOW_MS);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: SessionLog,
    private readonly claims: CommandClaims,
    private readonly handlers: CommandHandlers,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
  ) {}

  /**
   * Carries out what a client sent.
   * @throws RATE_LIMITED, VALIDATION_FAILED, UNKNOWN_COMMAND, OCCURRED_IN_FUTURE, NOT_FOUND, FORBIDDEN,
   * STALE_COMMAND_EPOCH, BAD_STATE, CMD_ID_REUSED, SESSION_BUSY, and what the command itself refuses
   */
  async give(actor: Actor, input: unknown): Promise<CommandAnswer> {
    const command = this.admit(actor, input);
    try {
      await this.handlers.prepare(asUser(actor), command);
      return await this.handlers.explained(command, () =>
        this.lanes.run(command.sessionId, () =>
          this.unitOfWork.run(actor, (tx) => this.carryOut(tx, asUser(actor), command)),
        ),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'FORBIDDEN') await this.recordRefusal(actor, command);
      throw error;
    }
  }

  private admit(actor: Actor, input: unknown): Command {
    const now = this.clock.now();
    this.count(this.limit, actor.id, now);
    const parsed = parseCommand(input);
    if (!parsed.ok) {
      const { code, issues: errors } = parsed;
      throw code === 'UNKNOWN_COMMAND'
        ? CommandErrors.UNKNOWN_COMMAND({ errors })
        : PlatformErrors.VALIDATION_FAILED({ errors });
    }
    const { command } = parsed;
    if (command.occurredAt && !isPlausibleOccurrence(new Date(command.occurredAt), now))
      throw CommandErrors.OCCURRED_IN_FUTURE();
    if (command.type === 'chat.say') this.count(this.lines, `${actor.id} ${command.sessionId}`, now);
    return command;
  }

  private count(limit: RateLimit, key: string, now: Date): void {
    if (limit.exceeded(key, now)) throw PlatformErrors.RATE_LIMITED();
    limit.count(key, now);
  }

  private async carryOut(tx: Tx, user: UserActor, command: Command): Promise<CommandAnswer> {
    // Both leave in one packet: the claim is read once the session is held.
    const [session, claim] = await together([
      this.log.lock(tx, command.sessionId),
      this.claims.read(tx, user, command),
    ]);
    if (!session) throw PlatformErrors.NOT_FOUND();
    const claimed = await this.claims.check(tx, user, session, { claim, command });
    if (claimed.kind === 'repeated') return { seq: claimed.seq, duplicate: true };
    const { context } = claimed;
    const effect = await this.handlers.carryOut(context, command);
    const event = eventOf(context, command, effect);
    this.log.append(tx, event, { ...session, ...effect.session });
    return { seq: event.seq, ...effect.answer };
  }

  private async recordRefusal(actor: Actor, { type, sessionId, cmdId }: Command): Promise<void> {
    await this.refusals.note(actor, {
      action: `command.${type}`,
      subject: { kind: 'command_session', id: sessionId },
      details: { cmdId },
    });
  }
}

function eventOf(context: CommandContext, command: Command, effect: Effect): SessionEvent {
  const { session, user, own, seq, now, occurredAt } = context;
  const fact = {
    seq,
    type: command.type,
    actor: actorOf(user, own?.role ?? null),
    occurredAt: occurredAt.toISOString(),
    recordedAt: now.toISOString(),
    scope: effect.scope ?? EVERYONE,
    payload: { ...command.payload, ...effect.facts },
  };
  const prevHash = session.lastHash;
  return { ...fact, sessionId: session.id, cmdId: command.cmdId, prevHash, hash: hashFact(prevHash, fact) };
}
