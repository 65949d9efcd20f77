import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { SessionRole } from '../sessions/session-roles.js';

export interface Member {
  readonly userId: string;
  readonly role: SessionRole;
}

/** Somebody shows what they see, until they stop or the time is over. */
export interface Showing {
  readonly requestId: string;
  readonly holderUserId: string;
  readonly untilAt: Date;
}

/** Who is in a session that is not over, and who shows what they see. */
@Injectable()
export class RosterRepository {
  async members(tx: Tx, sessionId: string): Promise<Member[]> {
    return tx.query<Member>(
      `SELECT p.user_id AS "userId", p.role FROM session_participant p JOIN command_session s ON s.id = p.session_id
       WHERE s.id = $1 AND s.state IN ('scheduled', 'open', 'suspended') AND p.state = 'joined' AND p.user_id IS NOT NULL`,
      [sessionId],
    );
  }

  async showings(tx: Tx, sessionId: string): Promise<Showing[]> {
    return tx.query<Showing>(
      `SELECT id AS "requestId", holder_user_id AS "holderUserId", until_at AS "untilAt" FROM sight_request
       WHERE session_id = $1 AND kind = 'show' AND state = 'consented'`,
      [sessionId],
    );
  }
}
