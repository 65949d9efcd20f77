import { blockingPlansSql, maintenanceInWaySql } from './maintenance/maintenance.sql.js';

/** Joins to the device with that alias the certificate that decides, as `name`; see `CertificateFacts`. */
export function decidingCertificateSql(name: string, d = 'd'): string {
  return `LEFT JOIN LATERAL (
  SELECT certificate_number AS number, result, due_on FROM calibration
  WHERE device_id = ${d}.id AND blocks_booking ORDER BY done_on DESC, id DESC LIMIT 1) ${name} ON true`;
}

/** Joins to device `d` the parts that travel with it, as `list` of `parts`; see `LockedPart`. */
export const PARTS_OF_DEVICE = `CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', part.id, 'assetCode', part.asset_code,
      'calibrationRequired', part_kind.calibration_required, 'certificateNumber', part_certificate.number,
      'certificateResult', part_certificate.result, 'certificateDueOn', part_certificate.due_on,
      'maintenance', part_maintenance.plans) ORDER BY part.id), '[]') AS list
  FROM device part JOIN device_kind part_kind ON part_kind.id = part.kind_id
  ${decidingCertificateSql('part_certificate', 'part')} ${blockingPlansSql('part_maintenance', 'part')}
  WHERE part.part_of_id = d.id) parts`;

/** Whether a device of a kind has the certificate it needs to that last day in China; the same as `certificateRefusal`. */
export function certifiedSql(lastDay: string, d = 'd', k = 'k'): string {
  return `(NOT ${k}.calibration_required OR coalesce((
      SELECT result = 'pass' AND due_on >= ${lastDay}::date FROM calibration
      WHERE device_id = ${d}.id AND blocks_booking ORDER BY done_on DESC, id DESC LIMIT 1), false))`;
}

/** Whether a part keeps device `d` from a period with that last day in China; the same as `partRefusal`. */
export function partInWaySql(lastDay: string): string {
  return `EXISTS (SELECT 1 FROM device part JOIN device_kind part_kind ON part_kind.id = part.kind_id
    WHERE part.part_of_id = d.id
      AND (NOT ${certifiedSql(lastDay, 'part', 'part_kind')} OR ${maintenanceInWaySql(lastDay, 'part')}))`;
}
