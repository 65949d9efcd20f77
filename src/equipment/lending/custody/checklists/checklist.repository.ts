import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../../platform/index.js';
import type { DeviceCategory } from '../../../equipment.codes.js';
import { decidingCertificateSql } from '../../../upkeep/upkeep.sql.js';
import { ChecklistTemplateRow, CustodyChecklist } from './checklist.entity.js';
import type { RegistryFacts } from './checklist.types.js';

export interface ChecklistKind {
  readonly id: string;
  readonly code: string;
  readonly category: DeviceCategory;
}

/** A device as its checklist sees it. */
export interface ChecklistDevice {
  readonly id: string;
  /** The owner. */
  readonly unitId: string;
  readonly kind: ChecklistKind;
  readonly facts: RegistryFacts;
}

interface DeviceColumns {
  readonly id: string;
  readonly unitId: string;
  readonly kindId: string;
  readonly kindCode: string;
  readonly category: DeviceCategory;
  readonly attributes: RegistryFacts['attributes'];
  readonly insuredUntil: string | null;
  readonly registrationNumber: string | null;
  readonly calibratedUntil: string | null;
}

@Injectable()
export class ChecklistRepository {
  async kind(tx: Tx, code: string): Promise<ChecklistKind | undefined> {
    return tx.queryOne<ChecklistKind>(`SELECT id, code, category FROM device_kind WHERE code = $1 AND NOT is_part`, [
      code,
    ]);
  }

  /** A part stands for the device it travels with. */
  async device(tx: Tx, id: string): Promise<ChecklistDevice | undefined> {
    const row = await tx.queryOne<DeviceColumns>(
      `SELECT d.id, d.unit_id AS "unitId", k.id AS "kindId", k.code AS "kindCode", k.category, d.attributes,
         d.insured_until::text AS "insuredUntil",
         coalesce(d.uom_registration, d.attributes->>'registrationNumber') AS "registrationNumber",
         CASE WHEN certificate.result = 'pass' THEN certificate.due_on::text END AS "calibratedUntil"
       FROM device d JOIN device_kind k ON k.id = d.kind_id ${decidingCertificateSql('certificate')}
       WHERE d.id = (SELECT coalesce(part_of_id, id) FROM device WHERE id = $1)`,
      [id],
    );
    if (!row) return undefined;
    const { unitId, kindId, kindCode, category, attributes } = row;
    const { insuredUntil, registrationNumber, calibratedUntil } = row;
    const facts = { attributes, insuredUntil, registrationNumber, calibratedUntil };
    return { id: row.id, unitId, kind: { id: kindId, code: kindCode, category }, facts };
  }

  async latest(tx: Tx, kindId: string): Promise<ChecklistTemplateRow | null> {
    return tx.repository(ChecklistTemplateRow).findOne({ where: { kindId }, order: { version: 'DESC' } });
  }

  /** @throws a violation of `checklist_template_version_key` when somebody else wrote this version */
  async insertTemplate(tx: Tx, template: ChecklistTemplateRow): Promise<void> {
    await tx.repository(ChecklistTemplateRow).insert(template);
  }

  async insertAnswered(tx: Tx, checklist: CustodyChecklist): Promise<void> {
    await tx.repository(CustodyChecklist).insert(checklist);
  }

  async answeredFor(tx: Tx, custodyId: string): Promise<CustodyChecklist[]> {
    return tx.repository(CustodyChecklist).find({ where: { custodyId }, order: { answeredAt: 'ASC' } });
  }
}
