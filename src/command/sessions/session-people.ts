import { Injectable } from '@nestjs/common';
import { People, type Reachability, UnitTree } from '../../identity/index.js';
import { Clock, type Tx } from '../../platform/index.js';
import { Wakeability } from '../escalation/wakeability.js';
import { PresenceRepository } from '../presence/presence.repository.js';
import { type Presence, presenceOf } from '../presence/presence.rules.js';
import { type Participant, ParticipantRepository } from './participant.repository.js';
import { type Capability, ROLE_CAPABILITIES } from './session-roles.js';

/** Someone's part, or a unit's, with what the role may do. */
export interface Member extends Participant {
  readonly name: string | null;
  readonly unitName: string;
  readonly capabilities: readonly Capability[];
  /** By what they can be woken now; null for a unit, and for who is not in the session. */
  readonly reachability: Reachability | null;
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
    private readonly wakeability: Wakeability,
    private readonly clock: Clock,
  ) {}

  async of(tx: Tx, sessionId: string): Promise<Attendance> {
    const parts = await this.participants.ofSession(tx, sessionId);
    const seen = presenceOf(await this.presences.ofSessions(tx, [sessionId]), this.clock.now());
    const ids = [...parts.map(({ userId }) => userId), ...seen.map(({ userId }) => userId)];
    const people = await this.people.findMany(tx, [...new Set(ids.filter((id) => id !== null))]);
    const inside = parts.flatMap(({ userId, state }) => (userId && isIn(state) ? userId : []));
    const wakeable = await this.wakeability.ofAll(tx, inside, 'message');
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return {
      members: parts.map((part) => ({
        ...part,
        name: part.userId === null ? null : (names.get(part.userId) ?? ''),
        unitName: this.units.find(part.unitId)?.name ?? '',
        capabilities: part.state === 'joined' && part.role ? ROLE_CAPABILITIES[part.role] : [],
        reachability: part.userId === null ? null : (wakeable.get(part.userId) ?? null),
      })),
      presence: seen.map((one) => ({ ...one, name: names.get(one.userId) ?? '' })),
    };
  }
}

function isIn(state: Participant['state']): boolean {
  return state === 'joined' || state === 'invited';
}
