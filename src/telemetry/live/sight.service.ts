import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import type { DeviceSummary } from '../../equipment/index.js';
import { Actors, asUser, type UserActor } from '../../identity/index.js';
import { AppError, sessionOf } from '../../platform/index.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { LiveBoard } from '../positions/live.board.js';
import { PositionAccess } from '../positions/position.access.js';

/** Sets of rights remembered; there are about as many as units with an open map. */
const MOST_REMEMBERED = 1_000;

/** Which devices each viewer may see now. People with the same rights share one answer. */
@Injectable()
export class SightService {
  /** The last answer for each set of rights: the same set is given again while nothing changed. */
  private readonly answers = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly actors: Actors,
    private readonly directory: DeviceDirectory,
    private readonly board: LiveBoard,
    private readonly access: PositionAccess,
  ) {}

  /** @returns undefined for a socket whose account has ended */
  async of(sockets: readonly Socket[]): Promise<Map<Socket, ReadonlySet<string> | undefined>> {
    const actors = new Map<Socket, UserActor | undefined>();
    for (const socket of sockets) actors.set(socket, await this.actorOf(socket));
    const seen = await this.ofActors([...actors.values()].filter((actor) => actor !== undefined));
    return new Map([...actors].map(([socket, actor]) => [socket, actor && seen.get(actor)]));
  }

  /** The same for people as they are now. */
  async ofActors(actors: readonly UserActor[]): Promise<Map<UserActor, ReadonlySet<string>>> {
    const devices = await this.devices();
    const answers = new Map<string, ReadonlySet<string>>();
    const found = new Map<UserActor, ReadonlySet<string>>();
    for (const actor of actors) {
      const key = rightsOf(actor);
      const answer = answers.get(key) ?? this.answer(key, actor, devices);
      answers.set(key, answer);
      found.set(actor, answer);
    }
    if (this.answers.size > MOST_REMEMBERED) this.answers.clear();
    for (const [key, answer] of answers) this.answers.set(key, answer);
    return found;
  }

  private answer(key: string, actor: UserActor, devices: readonly DeviceSummary[]): ReadonlySet<string> {
    const visible = this.access.visible(actor, devices);
    const last = this.answers.get(key);
    return last && last.size === visible.size && [...visible].every((id) => last.has(id)) ? last : visible;
  }

  private devices(): Promise<DeviceSummary[]> {
    return this.directory.byIds([...this.board.deviceIds()]);
  }

  /** As the account is now: a connection lasts longer than the memberships it began with. */
  private async actorOf(socket: Socket): Promise<UserActor | undefined> {
    try {
      const { id, onlyPermissions } = asUser(sessionOf(socket).actor);
      const actor = await this.actors.load({ userId: id });
      return onlyPermissions ? { ...actor, onlyPermissions } : actor;
    } catch (error) {
      if (error instanceof AppError && error.entry.status === 401) return undefined;
      throw error;
    }
  }
}

/** Everything that decides which positions an actor sees. */
function rightsOf({ unitId, roles, grants, onlyPermissions }: UserActor): string {
  const memberships = grants.map(({ scopeKind, scopeId }) => `${scopeKind} ${scopeId}`).sort();
  return JSON.stringify([unitId, [...roles].sort(), memberships, onlyPermissions ?? null]);
}
