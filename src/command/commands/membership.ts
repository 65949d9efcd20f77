import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { Grants, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import {
  newParticipant,
  type JoinMode,
  type Participant,
  ParticipantRepository,
} from '../sessions/participant.repository.js';
import type { Session } from '../sessions/session.repository.js';
import { needsCase, type SessionRole } from '../sessions/session-roles.js';
import type { CommandContext } from './command-context.js';

/** Membership of sessions, kept in step with the access grants it means. */
@Injectable()
export class Membership {
  constructor(
    private readonly participants: ParticipantRepository,
    private readonly grants: Grants,
    private readonly cases: CasesService,
    private readonly units: UnitTree,
  ) {}

  /**
   * Lets a person in, to join when they want; who is in already only gets the role. What somebody only asked for, or was
   * before they went, is no role. An order (`pulled_in`) lets nobody in again who was removed: that takes an invitation.
   * @throws CANNOT_TAKE_PART
   */
  async invite(context: Inviting, person: Invitee, role: SessionRole | undefined, mode: JoinMode): Promise<void> {
    const { tx, session, user, now } = context;
    const before = await this.participants.find(tx, session.id, person.id);
    if (mode === 'pulled_in' && before?.state === 'removed') throw CommandErrors.CANNOT_TAKE_PART();
    const held = heldRole(before);
    const invited: Participant = {
      ...(before ?? this.newcomer(session, person, mode)),
      invitedBy: user?.id ?? null,
      role: role ?? held,
      ...(before && before.state !== 'joined' && { state: 'invited', joinMode: mode }),
    };
    await this.keep(tx, session, invited, now);
    await this.openSession(tx, session.id, person.id);
  }

  /** Lets everyone of a unit in, now and later. */
  async inviteUnit(
    context: CommandContext,
    unitId: string,
    role: SessionRole | undefined,
    mode: JoinMode,
  ): Promise<void> {
    const { tx, session, user, now } = context;
    const before = await this.participants.findUnit(tx, session.id, unitId);
    const invitation =
      before ?? newParticipant({ ...this.place(unitId), sessionId: session.id, userId: null, joinMode: mode });
    await this.participants.save(tx, { ...invitation, invitedBy: user.id, role: role ?? invitation.role }, now);
  }

  /** Enters the giver of the command under `role`. */
  async enter(context: CommandContext, role: SessionRole): Promise<Participant> {
    const { tx, session, user, own, seq, now } = context;
    const entering = own ?? this.onlooker(session, user);
    const joined: Participant = {
      ...entering,
      role,
      state: 'joined',
      joinedSeq: entering.joinedSeq ?? seq,
      leftSeq: null,
    };
    await this.keep(tx, session, joined, now);
    await this.openSession(tx, session.id, user.id);
    return joined;
  }

  /** Notes that the giver of the command would like to take part. */
  async ask({ tx, session, user, own, now }: CommandContext, role: SessionRole | undefined): Promise<void> {
    const asking = own ?? this.newcomer(session, user, 'requested');
    await this.keep(tx, session, { ...asking, role: role ?? null, state: 'requested', joinMode: 'requested' }, now);
  }

  /** Makes someone a member at once, whether they asked for it or not. */
  async draft(context: CommandContext, person: Invitee, role: SessionRole, mode: JoinMode): Promise<void> {
    const { tx, session, user, seq, now } = context;
    const before = await this.participants.find(tx, session.id, person.id);
    const drafted: Participant = {
      ...(before ?? this.newcomer(session, person, mode)),
      role,
      state: 'joined',
      joinMode: mode,
      invitedBy: user.id,
      joinedSeq: before?.joinedSeq ?? seq,
      leftSeq: null,
    };
    await this.keep(tx, session, drafted, now);
    await this.openSession(tx, session.id, person.id);
  }

  /** Ends someone's part and the rights that came with it. */
  async end(
    { tx, session, seq, now }: CommandContext,
    part: Participant & { readonly userId: string },
    state: 'left' | 'declined' | 'removed',
  ): Promise<void> {
    const after = { ...part, state, leftSeq: seq, ...(state === 'removed' && { role: null }) };
    await this.keep(tx, session, after, now);
    const { userId } = part;
    await this.grants.revoke(tx, { userId, scopeKind: 'session', scopeId: session.id, capability: 'write' });
  }

  async setRole({ tx, session, now }: CommandContext, participant: Participant, role: SessionRole): Promise<void> {
    await this.keep(tx, session, { ...participant, role }, now);
  }

  /** The opener's part in a session that is just being made. */
  async open(tx: Tx, session: Session, now: Date): Promise<void> {
    const opener = this.newcomer(session, { id: session.commanderUserId, unitId: session.unitId }, 'opened');
    await this.keep(tx, session, { ...opener, role: 'commander', state: 'joined', joinedSeq: 1 }, now);
    await this.openSession(tx, session.id, session.commanderUserId);
  }

  private async openSession(tx: Tx, sessionId: string, userId: string): Promise<void> {
    await this.grants.grant(tx, { userId, scopeKind: 'session', scopeId: sessionId, capability: 'write' });
  }

  /** Saves a person's part, and opens the case file to them exactly as long as their role in it asks for that. */
  private async keep(tx: Tx, { caseId }: Session, part: Participant, now: Date): Promise<void> {
    const { userId } = part;
    if (userId === null) throw new Error('a unit that is invited takes no part itself');
    const grant = { userId, scopeKind: 'case', scopeId: caseId, capability: 'read' } as const;
    const caseGranted = await this.opensCase(tx, caseId, part);
    if (caseGranted) await this.grants.grant(tx, grant);
    await this.participants.save(tx, { ...part, caseGranted }, now);
    if (!part.caseGranted || caseGranted) return;
    // Another session of the case may be opening it to the same person right now.
    await this.grants.lock(tx, grant);
    if (!(await this.participants.isCaseGranted(tx, caseId, userId))) await this.grants.revoke(tx, grant);
  }

  /** Whether the part needs the case file and the person's unit does not open it. Members hold a grant of their own, to write. */
  private async opensCase(tx: Tx, caseId: string, { state, role, unitId }: Participant): Promise<boolean> {
    if (state !== 'joined' || role === null || !needsCase(role)) return false;
    const file = await this.cases.find(tx, caseId);
    return !file || !this.units.isWithin(file.unitId, unitId);
  }

  /** Someone who has no part, as if they had one. */
  onlooker(session: Session, person: Invitee): Participant {
    return this.newcomer(session, person, 'supervising');
  }

  private newcomer(session: Session, { id, unitId }: Invitee, joinMode: JoinMode): Participant {
    return newParticipant({ ...this.place(unitId), sessionId: session.id, userId: id, joinMode });
  }

  private place(unitId: string): Pick<Participant, 'unitId' | 'tier'> {
    const unit = this.units.find(unitId);
    if (!unit) throw new Error(`there is no unit ${unitId}`);
    return { unitId, tier: unit.tier };
  }
}

/** What the part gives: a role that was asked for, or held before someone went, is none. */
export function heldRole(part: Pick<Participant, 'state' | 'role'> | undefined): SessionRole | null {
  return part?.state === 'joined' || part?.state === 'invited' ? part.role : null;
}

/** Whoever gives the command; nobody where the service itself lets someone in. */
type Inviting = Pick<CommandContext, 'tx' | 'session' | 'now'> & {
  readonly user: Pick<CommandContext['user'], 'id'> | undefined;
};

interface Invitee {
  readonly id: string;
  readonly unitId: string;
}
