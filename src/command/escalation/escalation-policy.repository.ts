import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { OrderPriority } from '../orders/order.rules.js';
import type { EscalationPolicy, EscalationStep } from './escalation.rules.js';

export interface UnitPolicy extends EscalationPolicy {
  readonly id: string;
  readonly unitId: string;
  readonly priority: OrderPriority;
  readonly setBy: string;
  readonly setAt: Date;
}

const COLUMNS = `
  p.id, p.unit_id AS "unitId", p.priority, p.ack_within_seconds AS "ackWithinSeconds", p.set_by AS "setBy",
  p.set_at AS "setAt", (
    SELECT jsonb_agg(jsonb_build_object('afterSeconds', s.after_seconds, 'target', s.target, 'channel', s.channel,
      'maxLoops', s.max_loops) ORDER BY s.step)
    FROM escalation_step s WHERE s.policy_id = p.id) AS steps`;

/** The only SQL on policies of escalation. */
@Injectable()
export class EscalationPolicyRepository {
  async ofUnits(tx: Tx, unitIds: readonly string[]): Promise<UnitPolicy[]> {
    return tx.query<UnitPolicy>(`SELECT ${COLUMNS} FROM escalation_policy p WHERE p.unit_id = ANY ($1::uuid[])`, [
      unitIds,
    ]);
  }

  /** Whose session it is, and every unit's policy for the priority. */
  async forSession(
    tx: Tx,
    sessionId: string,
    priority: OrderPriority,
  ): Promise<{ readonly unitId: string; readonly policies: readonly UnitPolicy[] }> {
    const rows = await tx.query<UnitPolicy & { readonly sessionUnitId: string }>(
      `SELECT c.unit_id AS "sessionUnitId", ${COLUMNS} FROM command_session c
       LEFT JOIN escalation_policy p ON p.priority = $2 WHERE c.id = $1`,
      [sessionId, priority],
    );
    return {
      unitId: rows[0]?.sessionUnitId ?? '',
      policies: rows.filter(({ unitId }: { readonly unitId: string | null }) => unitId !== null),
    };
  }

  /** In place of the unit's former one; of two at once the later stays, whole. */
  async save(tx: Tx, { steps, ...policy }: UnitPolicy): Promise<void> {
    const row = await tx.queryOne<{ id: string }>(
      `INSERT INTO escalation_policy (id, unit_id, priority, ack_within_seconds, set_by, set_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (unit_id, priority) DO UPDATE SET ack_within_seconds = $4, set_by = $5, set_at = $6
       RETURNING id`,
      [policy.id, policy.unitId, policy.priority, policy.ackWithinSeconds, policy.setBy, policy.setAt],
    );
    const id = row?.id ?? policy.id;
    await tx.execute(`DELETE FROM escalation_step WHERE policy_id = $1`, [id]);
    for (const [index, step] of steps.entries()) await this.insertStep(tx, id, index + 1, step);
  }

  /** False when the unit has none. */
  async remove(tx: Tx, unitId: string, priority: OrderPriority): Promise<boolean> {
    const removed = await tx.execute(`DELETE FROM escalation_policy WHERE unit_id = $1 AND priority = $2`, [
      unitId,
      priority,
    ]);
    return removed > 0;
  }

  private async insertStep(tx: Tx, policyId: string, number: number, step: EscalationStep): Promise<void> {
    await tx.execute(
      `INSERT INTO escalation_step (policy_id, step, after_seconds, target, channel, max_loops)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [policyId, number, step.afterSeconds, step.target, step.channel, step.maxLoops],
    );
  }
}
