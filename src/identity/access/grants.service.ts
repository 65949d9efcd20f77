import { Injectable } from '@nestjs/common';
import { Clock, newId, type Tx } from '../../platform/index.js';
import { Actors } from '../users/actors.service.js';

export interface GrantRequest {
  readonly userId: string;
  readonly scopeKind: 'case' | 'session';
  readonly scopeId: string;
  readonly capability: 'read' | 'write';
  readonly expiresAt?: Date;
}

export type GrantName = Omit<GrantRequest, 'expiresAt'>;

/** Membership of cases and sessions as access knows it; written by their features in their own transaction. */
@Injectable()
export class Grants {
  constructor(
    private readonly clock: Clock,
    private readonly actors: Actors,
  ) {}

  /** Grants; of an equal grant that was not revoked, over or not, the later end counts. */
  async grant(tx: Tx, { userId, scopeKind, scopeId, capability, expiresAt }: GrantRequest): Promise<void> {
    await tx.execute(
      `INSERT INTO access_grant (id, user_id, scope_kind, scope_id, capability, granted_at, granted_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (user_id, scope_kind, scope_id, capability) WHERE revoked_at IS NULL
       DO UPDATE SET expires_at = excluded.expires_at, granted_at = excluded.granted_at, granted_by = excluded.granted_by
       WHERE excluded.expires_at IS NULL AND access_grant.expires_at IS NOT NULL
          OR excluded.expires_at > access_grant.expires_at`,
      [newId(), userId, scopeKind, scopeId, capability, this.clock.now(), tx.actor.id, expiresAt ?? null],
    );
    tx.afterCommit(() => this.actors.forget(userId));
  }

  /** Ends one grant; another capability for the same thing stays. */
  async revoke(tx: Tx, { userId, scopeKind, scopeId, capability }: GrantName): Promise<void> {
    await tx.execute(
      `UPDATE access_grant SET revoked_at = $5
       WHERE user_id = $1 AND scope_kind = $2 AND scope_id = $3 AND capability = $4 AND revoked_at IS NULL`,
      [userId, scopeKind, scopeId, capability, this.clock.now()],
    );
    tx.afterCommit(() => this.actors.forget(userId));
  }

  /** Until the transaction ends nobody else grants or revokes it: for deciding whether it is still needed. */
  async lock(tx: Tx, { userId, scopeKind, scopeId, capability }: GrantName): Promise<void> {
    await tx.execute(
      `SELECT 1 FROM access_grant
       WHERE user_id = $1 AND scope_kind = $2 AND scope_id = $3 AND capability = $4 AND revoked_at IS NULL FOR UPDATE`,
      [userId, scopeKind, scopeId, capability],
    );
  }
}
