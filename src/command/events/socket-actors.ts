import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { Actors, asUser, type UserActor } from '../../identity/index.js';
import { sessionOf } from '../../platform/index.js';

/** Who is on a socket now: a connection lasts longer than the memberships it began with. */
@Injectable()
export class SocketActors {
  constructor(private readonly actors: Actors) {}

  /** @throws TOKEN_INVALID when the account has ended */
  async of(socket: Socket): Promise<UserActor> {
    const { id, requestId, onlyPermissions, snapshot } = asUser(sessionOf(socket).actor);
    const fresh = await this.actors.load({ userId: id, requestId });
    return onlyPermissions ? { ...fresh, onlyPermissions, snapshot } : fresh;
  }
}
