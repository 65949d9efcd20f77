import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import type { AccessScope } from '../../identity/index.js';
import { newId, type Tx } from '../../platform/index.js';
import {
  AssistanceAssignee,
  AssistanceAssignment,
  AssistanceOutcome,
  AssistanceRequest,
  AssistanceStep,
  type OutcomeKind,
} from './request.entity.js';
import { LIVE_REQUEST_STATES, type RequestKind, type RequestState } from './request.rules.js';

/** What a list looks for: what a unit is asked for or has taken, what it asks for, or what a person is assigned to. */
export const REQUEST_VIEWS = ['asked', 'asking', 'assigned'] as const;

export interface RequestFilter {
  readonly scope: AccessScope;
  readonly view?: (typeof REQUEST_VIEWS)[number] | undefined;
  /** Of the reader, for `view`. */
  readonly unitId: string;
  /** The reader's unit and those below it. */
  readonly belowIds: readonly string[];
  readonly state?: RequestState | undefined;
  readonly kind?: RequestKind | undefined;
  readonly caseId?: string | undefined;
  /** Only what is overdue at this instant. */
  readonly overdueAt?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A request with everything that its steps and its readers depend on. */
export interface HeldRequest {
  readonly request: AssistanceRequest;
  readonly steps: readonly AssistanceStep[];
  /** Those that were not replaced. */
  readonly assignments: readonly AssistanceAssignment[];
  /** People of these assignments. */
  readonly assigneeIds: readonly string[];
}

export interface NewAssignment {
  readonly bookingId: string;
  readonly during: AssistanceAssignment['during'];
  readonly userIds: readonly string[];
}

const ASSIGNED_TO_READER = `EXISTS (
  SELECT 1 FROM assistance_assignment a JOIN assistance_assignee p ON p.assignment_id = a.id
  WHERE a.request_id = r.id AND a.released_at IS NULL AND p.user_id = :userId)`;

const VISIBLE = `(r.askingUnitId = ANY (:unitIds) OR r.addressedUnitId = ANY (:unitIds) OR r.takenUnitId = ANY (:unitIds)
  OR r.caseId = ANY (:caseIds) OR r.askedBy = :userId OR ${ASSIGNED_TO_READER})`;

const OF_VIEW: Readonly<Record<(typeof REQUEST_VIEWS)[number], string>> = {
  asked: `(r.takenUnitId = :unitId OR r.state = 'asked'
    AND (r.addressedUnitId = :unitId OR r.addressedUnitId IS NULL AND r.askingUnitId = ANY (:belowIds)))`,
  asking: 'r.askingUnitId = :unitId',
  assigned: ASSIGNED_TO_READER,
};

const OUTCOME_TABLES: Readonly<Record<OutcomeKind, string>> = {
  flight: 'flight',
  rapid_test: 'rapid_test',
  sample: 'sample',
};

/** The only SQL on assistance requests. */
@Injectable()
export class RequestRepository {
  async insert(tx: Tx, request: AssistanceRequest): Promise<void> {
    await tx.repository(AssistanceRequest).insert(request);
  }

  async update(tx: Tx, id: string, change: Partial<AssistanceRequest>): Promise<void> {
    await tx.repository(AssistanceRequest).update(id, change);
  }

  async addStep(tx: Tx, step: AssistanceStep): Promise<void> {
    await tx.repository(AssistanceStep).insert(step);
  }

  async find(tx: Tx, id: string): Promise<HeldRequest | undefined> {
    const request = await tx.repository(AssistanceRequest).findOneBy({ id });
    if (request === null) return undefined;
    const steps = await tx.repository(AssistanceStep).find({ where: { requestId: id }, order: { id: 'ASC' } });
    const assignments = await tx
      .repository(AssistanceAssignment)
      .find({ where: { requestId: id, releasedAt: IsNull() }, order: { id: 'ASC' } });
    const people = await tx
      .repository(AssistanceAssignee)
      .findBy({ assignmentId: In(assignments.map((assignment) => assignment.id)) });
    return { request, steps, assignments, assigneeIds: [...new Set(people.map(({ userId }) => userId))] };
  }

  /** The request, its row held until the end of the transaction. */
  async lock(tx: Tx, id: string): Promise<HeldRequest | undefined> {
    const held = await tx.queryOne<{ id: string }>(`SELECT id FROM assistance_request WHERE id = $1 FOR UPDATE`, [id]);
    return held && this.find(tx, id);
  }

  async assign(tx: Tx, requestId: string, at: Date, assignments: readonly NewAssignment[]): Promise<void> {
    for (const { bookingId, during, userIds } of assignments) {
      const id = newId();
      const row = { id, requestId, bookingId, during, assignedAt: at, releasedAt: null };
      await tx.repository(AssistanceAssignment).insert(row);
      await tx.repository(AssistanceAssignee).insert(userIds.map((userId) => ({ assignmentId: id, userId })));
    }
  }

  async release(tx: Tx, requestId: string, at: Date): Promise<void> {
    await tx.repository(AssistanceAssignment).update({ requestId, releasedAt: IsNull() }, { releasedAt: at });
  }

  /** Those of the ids that belong to the case. */
  async ofCase(tx: Tx, kind: OutcomeKind, ids: readonly string[], caseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM ${OUTCOME_TABLES[kind]} WHERE id = ANY ($1) AND case_id = $2`,
      [ids, caseId],
    );
    return rows.map(({ id }) => id);
  }

  async addOutcomes(tx: Tx, outcomes: readonly AssistanceOutcome[]): Promise<void> {
    await tx.repository(AssistanceOutcome).insert([...outcomes]);
  }

  async outcomes(tx: Tx, requestId: string): Promise<AssistanceOutcome[]> {
    return tx.repository(AssistanceOutcome).find({ where: { requestId }, order: { subjectId: 'ASC' } });
  }

  /** Newest first. */
  async list(tx: Tx, filter: RequestFilter): Promise<AssistanceRequest[]> {
    const { scope, view, unitId, belowIds, state, kind, caseId, overdueAt, before, limit } = filter;
    const query = tx
      .repository(AssistanceRequest)
      .createQueryBuilder('r')
      .where(VISIBLE, scope)
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (view) query.andWhere(OF_VIEW[view], { unitId, belowIds });
    if (before) query.andWhere('r.id < :before', { before });
    if (state) query.andWhere('r.state = :state', { state });
    if (kind) query.andWhere('r.kind = :kind', { kind });
    if (caseId) query.andWhere('r.caseId = :caseId', { caseId });
    if (overdueAt)
      query.andWhere('r.dueAt <= :overdueAt AND r.state = ANY (:live)', { overdueAt, live: LIVE_REQUEST_STATES });
    return query.getMany();
  }

  /** Live requests whose deadline has passed and of which nobody was told so. */
  async untoldOverdue(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM assistance_request
       WHERE due_at <= $1 AND overdue_told_at IS NULL AND state NOT IN ('closed', 'not_done', 'declined', 'withdrawn')
       ORDER BY due_at LIMIT 500`,
      [now],
    );
    return rows.map(({ id }) => id);
  }
}
