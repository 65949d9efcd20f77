import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import type { z } from 'zod';
import type { UserActor } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { SocketRead } from '../talk/read.schemas.js';
import { Reads } from '../talk/reads.service.js';
import { SessionRosters } from './session-roster.js';
import { SignalIntake } from './signal-intake.js';
import { SignalLane } from './signal-lane.js';
import type { SignalInput, SignalView } from './signal.schemas.js';

/** What passes by over the sockets of a session beside its facts: nothing of it enters the record. */
@Injectable()
export class PassingBy {
  constructor(
    private readonly lane: SignalLane,
    private readonly intake: SignalIntake,
    private readonly rosters: SessionRosters,
    private readonly reads: Reads,
  ) {}

  attach(namespace: Namespace): void {
    this.lane.attach(namespace);
  }

  /** @throws NOT_TAKING_PART */
  async look(socket: Socket, { id }: UserActor, { sessionId, bbox }: z.output<typeof SignalView>): Promise<void> {
    if ((await this.rosters.roleOf(sessionId, id)) === undefined) throw CommandErrors.NOT_TAKING_PART();
    this.lane.look(socket, sessionId, id, bbox);
  }

  async signal(socket: Socket, user: UserActor, input: SignalInput): Promise<void> {
    await this.intake.take(socket, user, input);
  }

  async read(user: UserActor, { sessionId, ...how }: z.output<typeof SocketRead>) {
    return this.reads.advance(user, sessionId, how);
  }
}
