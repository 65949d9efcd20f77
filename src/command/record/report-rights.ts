import { Injectable } from '@nestjs/common';
import { type Actor, PlatformErrors, Refusals, type Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { ParticipantRepository } from '../sessions/participant.repository.js';
import { can, type SessionRole } from '../sessions/session-roles.js';
import type { Session } from '../sessions/session.repository.js';

/** Who may make something part of the record. */
@Injectable()
export class ReportRights {
  constructor(
    private readonly participants: ParticipantRepository,
    private readonly refusals: Refusals,
  ) {}

  /** Whoever comes here reads the session, and knows its state. @throws BAD_STATE, FORBIDDEN */
  async requireRecorder(tx: Tx, actor: Actor, { id, state }: Session): Promise<SessionRole> {
    if (state === 'closed' || state === 'archived') throw CommandErrors.BAD_STATE({ subject: 'session', state });
    const part = await this.participants.find(tx, id, actor.id);
    const role = part?.state === 'joined' ? part.role : null;
    if (!role || !can(role, 'record')) {
      void this.refusals.note(actor, { action: 'command.sitrep.issue', subject: { kind: 'command_session', id } });
      throw PlatformErrors.FORBIDDEN();
    }
    return role;
  }
}
