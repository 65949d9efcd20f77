import { Injectable } from '@nestjs/common';
import type { BoundingBox } from '../../geo/index.js';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { MeasurementKind } from './measurement.codes.js';
import { Measurement } from './measurement.entity.js';

export interface MeasurementFilter {
  readonly caseId?: string | undefined;
  readonly kind?: MeasurementKind | undefined;
  readonly id?: string | undefined;
  /** Those with a geometry in one of them. */
  readonly boxes?: readonly BoundingBox[] | undefined;
  /** Of the measuring, half-open. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The only SQL on measurements. */
@Injectable()
export class MeasurementRepository {
  async insert(tx: Tx, measurement: Measurement): Promise<void> {
    await tx.insert(Measurement, [measurement]);
  }

  async find(tx: Tx, id: string): Promise<Measurement | null> {
    return tx.repository(Measurement).findOneBy({ id });
  }

  /** Latest first. */
  async list(tx: Tx, scope: AccessScope, { before, limit, ...filter }: MeasurementFilter): Promise<Measurement[]> {
    const { values, where } = conditions(scope, filter);
    return tx.query<Measurement>(
      `SELECT id, kind, title, unit_id AS "unitId", case_id AS "caseId", geometry, items, inputs, method, result,
         uncertainty, measured_by AS "measuredBy", measurer, measured_at AS "measuredAt"
       FROM measurement WHERE ${where} AND ($${values.length + 1}::uuid IS NULL OR id < $${values.length + 1})
       ORDER BY id DESC LIMIT $${values.length + 2}`,
      [...values, before ?? null, limit],
    );
  }

  async count(tx: Tx, scope: AccessScope, filter: Omit<MeasurementFilter, 'before' | 'limit'>): Promise<number> {
    const { values, where } = conditions(scope, filter);
    const found = await tx.queryOne<{ n: number }>(
      `SELECT count(*)::integer AS n FROM measurement WHERE ${where}`,
      values,
    );
    return found?.n ?? 0;
  }
}

function conditions(
  { unitIds, caseIds }: AccessScope,
  { caseId, kind, id, boxes, from, to }: Omit<MeasurementFilter, 'before' | 'limit'>,
) {
  const values = [unitIds, caseIds, caseId ?? null, kind ?? null, id ?? null, from ?? null, to ?? null];
  const literals = boxes?.map(({ minLon, minLat, maxLon, maxLat }) => `(${maxLon},${maxLat}),(${minLon},${minLat})`);
  const where = `(unit_id = ANY ($1) OR case_id = ANY ($2)) AND ($3::uuid IS NULL OR case_id = $3)
    AND ($4::text IS NULL OR kind = $4) AND ($5::uuid IS NULL OR id = $5)
    AND ($6::timestamptz IS NULL OR measured_at >= $6) AND ($7::timestamptz IS NULL OR measured_at < $7)
    AND ($8::text[] IS NULL OR bounds && ANY ($8::text[]::box[]))`;
  return { values: [...values, literals ?? null], where };
}
