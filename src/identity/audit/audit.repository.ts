import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { ActivityEntry, ActivityFilter } from './activity.service.js';

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actor: Record<string, unknown>;
  readonly action: string;
  readonly outcome: 'done' | 'refused';
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;
}

/** Entries whose actor belonged to one of these units; entries of no unit (the system's) only where said. */
export interface AuditScope {
  readonly unitIds: readonly string[];
  readonly withoutUnit: boolean;
}

export interface AuditFilter {
  readonly scope: AuditScope;
  readonly action?: string;
  readonly actorId?: string;
  readonly subjectId?: string;
  readonly outcome?: string;
  readonly before?: string;
  readonly limit: number;
}

const ACTIVITY = `
  SELECT id, at, action, subject_kind AS "subjectKind", subject_id AS "subjectId",
    coalesce(actor ->> 'displayName', actor ->> 'name') AS "byName", actor ->> 'unitName' AS "byUnitName"
  FROM audit_entry`;

/** The only SQL that reads the audit trail. */
@Injectable()
export class AuditRepository {
  async list(tx: Tx, { scope, action, actorId, subjectId, outcome, before, limit }: AuditFilter): Promise<AuditRow[]> {
    return tx.query<AuditRow>(
      `SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor, action, outcome,
              subject_kind AS "subjectKind", subject_id AS "subjectId", details, request_id AS "requestId"
       FROM audit_entry
       WHERE ($1::text IS NULL OR action = $1) AND ($2::text IS NULL OR actor_id = $2)
         AND ($3::text IS NULL OR subject_id = $3) AND ($4::text IS NULL OR outcome = $4)
         AND ($5::uuid IS NULL OR id < $5)
         AND (actor->>'unitId' = ANY($7) OR ($8 AND actor->>'unitId' IS NULL))
       ORDER BY id DESC LIMIT $6`,
      [
        action ?? null,
        actorId ?? null,
        subjectId ?? null,
        outcome ?? null,
        before ?? null,
        limit,
        scope.unitIds,
        scope.withoutUnit,
      ],
    );
  }

  async activityOf(
    tx: Tx,
    { kind, id }: { readonly kind: string; readonly id: string },
    before: string | undefined,
    limit: number,
  ): Promise<ActivityEntry[]> {
    return tx.query<ActivityEntry>(
      `${ACTIVITY}
       WHERE subject_kind = $1 AND subject_id = $2 AND outcome = 'done' AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [kind, id, before ?? null, limit],
    );
  }

  async activityBy(
    tx: Tx,
    { actions, actorId, unitIds }: ActivityFilter,
    before: string | undefined,
    limit: number,
  ): Promise<ActivityEntry[]> {
    return tx.query<ActivityEntry>(
      `${ACTIVITY}
       WHERE starts_with(action, $1) AND outcome = 'done' AND ($2::text IS NULL OR actor_id = $2)
         AND ($3::text[] IS NULL OR actor ->> 'unitId' = ANY($3)) AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [actions, actorId ?? null, unitIds ?? null, before ?? null, limit],
    );
  }
}
