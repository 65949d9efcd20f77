import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import type { UserActor } from '../../identity/index.js';
import { Clock, EventPace, PlatformErrors } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { isPlausibleOccurrence } from '../sessions/session.rules.js';
import { StillDesk } from '../show/still-desk.js';
import { SessionRosters } from './session-roster.js';
import { SignalBoard } from './signal-board.js';
import type { SignalInput } from './signal.schemas.js';

/** Of one kind from one socket; what comes between two frames is replaced by the next anyway. */
const MOST_PER_SECOND = 10;

type Kind = SignalInput['kind'];

/** Takes signals of those who take part in the session. */
@Injectable()
export class SignalIntake {
  private readonly paces = new WeakMap<Socket, Map<Kind, EventPace>>();

  constructor(
    private readonly rosters: SessionRosters,
    private readonly board: SignalBoard,
    private readonly stills: StillDesk,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_TAKING_PART; RATE_LIMITED, OCCURRED_IN_FUTURE, and what `StillDesk` throws */
  async take(socket: Socket, user: UserActor, input: SignalInput): Promise<void> {
    const now = this.clock.now();
    if (this.paceOf(socket, input.kind).take(now) !== 'within') throw PlatformErrors.RATE_LIMITED();
    if ((await this.rosters.roleOf(input.sessionId, user.id)) === undefined) throw CommandErrors.NOT_TAKING_PART();
    if ('at' in input && !isPlausibleOccurrence(new Date(input.at), now)) throw CommandErrors.OCCURRED_IN_FUTURE();
    await this.note(user.id, input, now);
  }

  private async note(userId: string, input: SignalInput, now: Date): Promise<void> {
    const { sessionId, kind } = input;
    if (kind === 'still') return this.stills.take(userId, input, now);
    if (kind === 'stop') return this.board.end(sessionId, { kind: 'position', userId }, now);
    if (kind === 'typing' && !input.on) return this.board.end(sessionId, { kind, userId }, now);
    if (kind === 'typing') return this.board.put(sessionId, { kind, userId }, now);
    const { lon, lat } = input;
    if (kind === 'cursor') return this.board.put(sessionId, { kind, userId, lon, lat }, now);
    const { at, accuracyMetres = null, headingDegrees = null } = input;
    this.board.put(sessionId, { kind, userId, lon, lat, at, accuracyMetres, headingDegrees }, now);
  }

  private paceOf(socket: Socket, kind: Kind): EventPace {
    const own = this.paces.get(socket) ?? new Map<Kind, EventPace>();
    this.paces.set(socket, own);
    const pace = own.get(kind) ?? new EventPace(MOST_PER_SECOND);
    own.set(kind, pace);
    return pace;
  }
}
