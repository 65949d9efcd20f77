import { Injectable } from '@nestjs/common';
import { CasesService } from '../../cases/index.js';
import { AccessService, Grants, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
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
    private readonly access: AccessService,
    private readonly cases: CasesService,
    private readonly units: UnitTree,
  ) {}

  /** Lets a person in, to join when they want; who is in already only gets the role. */
  async invite(context: CommandContext, person: Invitee, role: SessionRole | undefined, mode: JoinMode): Promise<void> {
    const { tx, session, user, now } = context;
    const before = await this.participants.find(tx, session.id, person.id);
    const invited: Participant = {
      ...(before ??
        newParticipant({ ...this.place(person.unitId), sessionId: session.id, userId: person.id, joinMode: mode })),
      invitedBy: user.id,
      ...(before?.state === 'left' && { state: 'invited', joinMode: mode }),
      ...(role && { role }),
    };
    await this.participants.save(tx, invited, now);
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
    const entering =
      own ??
      newParticipant({ ...this.place(user.unitId), sessionId: session.id, userId: user.id, joinMode: 'supervising' });
    const caseGranted = entering.caseGranted || (await this.openCase(context, role));
    const joined: Participant = {
      ...entering,
      role,
      state: 'joined',
      joinedSeq: entering.joinedSeq ?? seq,
      caseGranted,
    };
    await this.participants.save(tx, joined, now);
    await this.openSession(tx, session.id, user.id);
    return joined;
  }

  /** Ends the giver's part and the rights that came with it. */
  async leave({ tx, session, user, seq, now }: CommandContext, own: Participant): Promise<void> {
    await this.participants.save(tx, { ...own, state: 'left', leftSeq: seq, caseGranted: false }, now);
    await this.grants.revoke(tx, { userId: user.id, scopeKind: 'session', scopeId: session.id });
    // A member of the case itself keeps it; their grant is the one that may write.
    const isMember = user.grants.some(
      ({ scopeId, capability }) => scopeId === session.caseId && capability === 'write',
    );
    if (own.caseGranted && !isMember)
      await this.grants.revoke(tx, { userId: user.id, scopeKind: 'case', scopeId: session.caseId });
  }

  async setRole(tx: Tx, participant: Participant, role: SessionRole, now: Date): Promise<void> {
    await this.participants.save(tx, { ...participant, role }, now);
  }

  /** The opener's part in a session that is just being made. */
  async open(tx: Tx, session: Session, now: Date): Promise<void> {
    const opener = newParticipant({
      ...this.place(session.unitId),
      sessionId: session.id,
      userId: session.commanderUserId,
      joinMode: 'opened',
    });
    await this.participants.save(tx, { ...opener, role: 'commander', state: 'joined', joinedSeq: 1 }, now);
    await this.openSession(tx, session.id, session.commanderUserId);
  }

  private async openSession(tx: Tx, sessionId: string, userId: string): Promise<void> {
    await this.grants.grant(tx, { userId, scopeKind: 'session', scopeId: sessionId, capability: 'write' });
  }

  /** True when the session had to open the case: the role needs it and nothing else gives it. */
  private async openCase({ tx, session, user }: CommandContext, role: SessionRole): Promise<boolean> {
    if (!needsCase(role)) return false;
    const { caseId } = session;
    const file = await this.cases.find(tx, caseId);
    const subject = { id: caseId, caseId, unitIds: file ? [file.unitId] : [] };
    if (this.access.allowed(user, 'case.read', [subject]).has(caseId)) return false;
    await this.grants.grant(tx, { userId: user.id, scopeKind: 'case', scopeId: caseId, capability: 'read' });
    return true;
  }

  private place(unitId: string): Pick<Participant, 'unitId' | 'tier'> {
    const unit = this.units.find(unitId);
    if (!unit) throw new Error(`there is no unit ${unitId}`);
    return { unitId, tier: unit.tier };
  }
}

interface Invitee {
  readonly id: string;
  readonly unitId: string;
}
