/**
 * Each plan in force of device `d`, with what has happened since it was last worked on; see `maintenanceDue`. A device
 * without a mark is counted from new. `seconds` are summed only where a plan goes by them.
 */
export const PLANS_OF_DEVICE = `
  SELECT p.id AS plan_id, p.title, p.blocks, p.every_days, p.every_seconds, p.every_cycles,
    coalesce(m.since_on, (d.created_at AT TIME ZONE 'Asia/Shanghai')::date) AS since_on,
    CASE WHEN p.every_seconds IS NULL THEN 0 ELSE greatest(0, (
      SELECT coalesce(sum(u.seconds), 0) FROM device_usage u WHERE u.device_id = d.id) - coalesce(m.seconds_then, 0))
    END AS used_seconds,
    greatest(0, coalesce(d.cycle_count, 0) - coalesce(m.cycles_then, 0)) AS used_cycles
  FROM maintenance_plan p LEFT JOIN maintenance_mark m ON m.plan_id = p.id AND m.device_id = d.id
  WHERE p.ended_at IS NULL AND (p.kind_id = d.kind_id OR p.device_id = d.id)`;

const USED_UP = `coalesce(plan.used_seconds >= plan.every_seconds, false)
  OR coalesce(plan.used_cycles >= plan.every_cycles, false)`;

const DUE_ON = `plan.since_on + plan.every_days`;

/** Joins to device `d` what its blocking plans say together; see `BlockingMaintenance`. */
export const BLOCKING_MAINTENANCE = `CROSS JOIN LATERAL (
  SELECT min(${DUE_ON}) AS due_on, coalesce(bool_or(${USED_UP}), false) AS used_up
  FROM (${PLANS_OF_DEVICE} AND p.blocks) plan) maintenance`;

/** Whether due work keeps device `d` from a period with that last day in China; the same as `isMaintenanceInWay`. */
export function maintenanceInWaySql(lastDay: string): string {
  return `EXISTS (SELECT 1 FROM (${PLANS_OF_DEVICE} AND p.blocks) plan
    WHERE ${DUE_ON} <= ${lastDay}::date OR ${USED_UP})`;
}

/** How far the farthest interval of a row of `PLANS_OF_DEVICE` is gone; the same as `share` of `maintenanceDue`. */
export function shareSql(today: string): string {
  return `greatest(0,
    coalesce((${today}::date - plan.since_on) / plan.every_days::float8, 0),
    coalesce(plan.used_seconds / plan.every_seconds::float8, 0),
    coalesce(plan.used_cycles / plan.every_cycles::float8, 0))`;
}
