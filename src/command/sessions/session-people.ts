import { Injectable } from '@nestjs/common';
import { People, UnitTree } from '../../identity/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { PresenceRepository } from '../presence/presence.repository.js';
import { type Presence, presenceOf } from '../presence/presence.rules.js';
import { type Participant, ParticipantRepository } from './participant.repository.js';
import { type Capability, ROLE_CAPABILITIES } from './session-roles.js';

/** Someone's part, or a unit's, with what the role may do. */
export interface Member extends Participant {
  readonly name: string | null;
  readonly unitName: string;
  readonly capabilities: readonly Capability[];
}

export interface Attendance {
  readonly members: readonly Member[];
  /** Everyone who was ever seen on the line, member or not: nobody looks on unseen. */
  readonly presence: readonly (Presence & { readonly name: string })[];
}

/** Who takes part in a session and who is there. */
@Injectable()
export class SessionPeople {
  constructor(
    private readonly participants: ParticipantRepository,
    private readonly presences: PresenceRepository,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, sessionId: string): Promise<Attendance> {
    const parts = await this.participants.ofSession(tx, sessionId);
    const seen = presenceOf(await this.presences.ofSessions(tx, [sessionId]), this.clock.now());
    const ids = [...parts.map(({ userId }) => userId), ...seen.map(({ userId }) => userId)];
    const people = await this.people.findMany(tx, [...new Set(ids.filter((id) => id !== null))]);
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return {
      members: parts.map((part) => ({
        ...part,
        name: part.userId === null ? null : (names.get(part.userId) ?? ''),
        unitName: this.units.find(part.unitId)?.name ?? '',
        capabilities: part.state === 'joined' && part.role ? ROLE_CAPABILITIES[part.role] : [],
      })),
      presence: seen.map((one) => ({ ...one, name: names.get(one.userId) ?? '' })),
    };
  }
}
