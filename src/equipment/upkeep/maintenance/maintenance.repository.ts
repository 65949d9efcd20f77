import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import { SqlValues } from '../../register/pool/sql-values.js';
import { MaintenanceFile, MaintenanceMark, MaintenancePlan, MaintenanceWork } from './maintenance.entity.js';
import type { MaintenanceRhythm, SinceMaintenance } from './maintenance.rules.js';
import { plansOfDevice, shareSql } from './maintenance.sql.js';

/** A plan as it stands for one device. */
export interface UpkeepRow extends MaintenanceRhythm, SinceMaintenance {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly kindCode: string;
  readonly unitId: string;
  readonly planId: string;
  readonly title: string;
  readonly blocks: boolean;
}

export interface UpkeepFilter {
  /** Only where at least this share of an interval is gone. */
  readonly share?: number;
  readonly unitId?: string;
  readonly deviceId?: string;
  readonly planId?: string;
  /** Date in China. */
  readonly today: string;
  /** Device and plan last shown. */
  readonly after?: readonly [deviceId: string, planId: string];
  readonly limit: number;
}

export interface PlanRow extends MaintenanceRhythm {
  readonly id: string;
  readonly title: string;
  readonly kindCode: string | null;
  readonly deviceId: string | null;
  readonly blocks: boolean;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** Work with the files that hang on it. */
export interface FiledWork {
  readonly work: MaintenanceWork;
  readonly fileIds: readonly string[];
}

/** How much a device has been used. */
export interface Wear {
  readonly seconds: number;
  readonly cycles: number;
}

const PLAN = `
  SELECT p.id, p.title, k.code AS "kindCode", p.device_id AS "deviceId", p.every_days AS "everyDays",
    p.every_seconds AS "everySeconds", p.every_cycles AS "everyCycles", p.blocks, p.created_at AS "createdAt",
    p.ended_at AS "endedAt"
  FROM maintenance_plan p LEFT JOIN device_kind k ON k.id = p.kind_id`;

@Injectable()
export class MaintenanceRepository {
  /** A plan begins to count for the devices that are there; what is registered later counts from new. */
  async insertPlan(tx: Tx, plan: Omit<MaintenancePlan, 'endedAt'>, today: string): Promise<void> {
    await tx.repository(MaintenancePlan).insert(plan);
    await tx.execute(
      `INSERT INTO maintenance_mark (plan_id, device_id, since_on, seconds_then, cycles_then)
       SELECT $1, d.id, $4::date,
         (SELECT coalesce(sum(u.seconds), 0) FROM device_usage u WHERE u.device_id = d.id), coalesce(d.cycle_count, 0)
       FROM device d WHERE d.kind_id = $2 OR d.id = $3`,
      [plan.id, plan.kindId, plan.deviceId, today],
    );
  }

  async plan(tx: Tx, id: string): Promise<PlanRow | undefined> {
    return tx.queryOne<PlanRow>(`${PLAN} WHERE p.id = $1`, [id]);
  }

  async planTarget(tx: Tx, id: string): Promise<MaintenancePlan | null> {
    return tx.repository(MaintenancePlan).findOneBy({ id });
  }

  async lockPlan(tx: Tx, id: string): Promise<PlanRow | undefined> {
    return tx.queryOne<PlanRow>(`${PLAN} WHERE p.id = $1 FOR NO KEY UPDATE OF p`, [id]);
  }

  /** Newest first. */
  async plans(tx: Tx, before: string | undefined, limit: number): Promise<PlanRow[]> {
    return tx.query<PlanRow>(
      `${PLAN} WHERE p.ended_at IS NULL AND ($1::uuid IS NULL OR p.id < $1) ORDER BY p.id DESC LIMIT $2`,
      [before ?? null, limit],
    );
  }

  async endPlan(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.repository(MaintenancePlan).update({ id }, { endedAt: at });
  }

  /** Plans in force of devices that are not gone, by device and plan. */
  async upkeep(tx: Tx, filter: UpkeepFilter): Promise<UpkeepRow[]> {
    const { share, unitId, deviceId, planId, today, after, limit } = filter;
    const values = new SqlValues();
    const conditions = [`d.state NOT IN ('lost', 'retired')`];
    if (share !== undefined) conditions.push(`${shareSql(values.at(today))} >= ${values.at(share)}`);
    if (unitId) conditions.push(`d.unit_id = ${values.at(unitId)}`);
    if (deviceId) conditions.push(`d.id = ${values.at(deviceId)}`);
    if (planId) conditions.push(`plan.plan_id = ${values.at(planId)}`);
    if (after) conditions.push(`(d.id, plan.plan_id) > (${values.at(after[0])}, ${values.at(after[1])})`);
    return tx.query<UpkeepRow>(
      `SELECT d.id AS "deviceId", d.asset_code AS "assetCode", k.code AS "kindCode", d.unit_id AS "unitId",
         plan.plan_id AS "planId", plan.title, plan.blocks, plan.every_days AS "everyDays",
         plan.every_seconds AS "everySeconds", plan.every_cycles AS "everyCycles", plan.since_on::text AS "sinceOn",
         plan.used_seconds::float8 AS "usedSeconds", plan.used_cycles AS "usedCycles"
       FROM device d JOIN device_kind k ON k.id = d.kind_id CROSS JOIN LATERAL (${plansOfDevice()}) plan
       WHERE ${conditions.join(' AND ')} ORDER BY d.id, plan.plan_id LIMIT ${values.at(limit)}`,
      values.list,
    );
  }

  /** How much a device had been used by an instant, as far as it was told by then. Cycles are known for now only. */
  async wearOf(tx: Tx, deviceId: string, by: Date): Promise<Wear> {
    const row = await tx.queryOne<Wear>(
      `SELECT coalesce(d.cycle_count, 0) AS cycles,
         (SELECT coalesce(sum(seconds), 0) FROM device_usage WHERE device_id = d.id AND recorded_at < $2)::float8 AS seconds
       FROM device d WHERE d.id = $1`,
      [deviceId, by],
    );
    return row ?? { seconds: 0, cycles: 0 };
  }

  async insertWork(tx: Tx, work: MaintenanceWork, fileIds: readonly string[]): Promise<void> {
    await tx.repository(MaintenanceWork).insert(work);
    if (fileIds.length > 0)
      await tx.repository(MaintenanceFile).insert(fileIds.map((fileId) => ({ workId: work.id, fileId })));
  }

  /** The plan counts from this work on, unless later work is known already. */
  async mark(tx: Tx, mark: MaintenanceMark): Promise<void> {
    const { planId, deviceId, sinceOn, secondsThen, cyclesThen } = mark;
    await tx.execute(
      `INSERT INTO maintenance_mark AS m (plan_id, device_id, since_on, seconds_then, cycles_then)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT maintenance_mark_pkey DO UPDATE
         SET since_on = $3, seconds_then = $4, cycles_then = $5 WHERE m.since_on <= $3::date`,
      [planId, deviceId, sinceOn, secondsThen, cyclesThen],
    );
  }

  /** Newest first. */
  async works(tx: Tx, deviceId: string, before: string | undefined, limit: number): Promise<FiledWork[]> {
    const query = tx.repository(MaintenanceWork).createQueryBuilder('w').where('w.deviceId = :deviceId', { deviceId });
    if (before) query.andWhere('w.id < :before', { before });
    const works = await query.orderBy('w.id', 'DESC').limit(limit).getMany();
    const files = await this.filesOf(
      tx,
      works.map(({ id }) => id),
    );
    return works.map((work) => ({
      work,
      fileIds: files.filter(({ workId }) => workId === work.id).map(({ fileId }) => fileId),
    }));
  }

  /** Owners of the devices on whose work a file hangs. */
  async ownersShowing(tx: Tx, fileId: string): Promise<string[]> {
    const rows = await tx.query<{ unitId: string }>(
      `SELECT DISTINCT d.unit_id AS "unitId" FROM maintenance_file f
       JOIN maintenance_work w ON w.id = f.work_id JOIN device d ON d.id = w.device_id WHERE f.file_id = $1`,
      [fileId],
    );
    return rows.map(({ unitId }) => unitId);
  }

  private async filesOf(tx: Tx, workIds: readonly string[]): Promise<MaintenanceFile[]> {
    return tx.query<MaintenanceFile>(
      `SELECT work_id AS "workId", file_id AS "fileId" FROM maintenance_file WHERE work_id = ANY($1) ORDER BY file_id`,
      [workIds],
    );
  }
}
