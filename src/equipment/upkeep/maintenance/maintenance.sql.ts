/**
 * Each plan in force of the device with that alias, with what has happened since it was last worked on; see
 * `maintenanceDue`. A device without a mark is counted from new. Seconds are summed only where a plan goes by them.
 */
export function plansOfDevice(d = 'd'): string {
  return `
  SELECT p.id AS plan_id, p.title, p.blocks, p.every_days, p.every_seconds, p.every_cycles,
    coalesce(m.since_on, (${d}.created_at AT TIME ZONE 'Asia/Shanghai')::date) AS since_on,
    CASE WHEN p.every_seconds IS NULL THEN 0 ELSE greatest(0, (
      SELECT coalesce(sum(u.seconds), 0) FROM device_usage u WHERE u.device_id = ${d}.id) - coalesce(m.seconds_then, 0))
    END AS used_seconds,
    greatest(0, coalesce(${d}.cycle_count, 0) - coalesce(m.cycles_then, 0)) AS used_cycles
  FROM maintenance_plan p LEFT JOIN maintenance_mark m ON m.plan_id = p.id AND m.device_id = ${d}.id
  WHERE p.ended_at IS NULL AND (p.kind_id = ${d}.kind_id OR p.device_id = ${d}.id)`;
}

const USED_UP = `coalesce(plan.used_seconds >= plan.every_seconds, false)
  OR coalesce(plan.used_cycles >= plan.every_cycles, false)`;

const DUE_ON = `plan.since_on + plan.every_days`;

const STANDING = `jsonb_build_object('planId', plan.plan_id, 'title', plan.title, 'everyDays', plan.every_days,
    'everySeconds', plan.every_seconds, 'everyCycles', plan.every_cycles, 'sinceOn', plan.since_on,
    'usedSeconds', plan.used_seconds, 'usedCycles', plan.used_cycles)`;

/** Joins to the device with that alias the plans that block it, as `plans` of `name`; see `PlanStanding`. */
export function blockingPlansSql(name: string, d = 'd'): string {
  return `CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(${STANDING} ORDER BY plan.plan_id), '[]') AS plans
  FROM (${plansOfDevice(d)} AND p.blocks) plan) ${name}`;
}

/** Whether due work keeps a device from a period with that last day in China; the same as `dueWorks`. */
export function maintenanceInWaySql(lastDay: string, d = 'd'): string {
  return `EXISTS (SELECT 1 FROM (${plansOfDevice(d)} AND p.blocks) plan
    WHERE ${DUE_ON} <= ${lastDay}::date OR ${USED_UP})`;
}

/** How far the farthest interval of a row of `plansOfDevice` is gone; the same as `share` of `maintenanceDue`. */
export function shareSql(today: string): string {
  return `greatest(0,
    coalesce((${today}::date - plan.since_on) / plan.every_days::float8, 0),
    coalesce(plan.used_seconds / plan.every_seconds::float8, 0),
    coalesce(plan.used_cycles / plan.every_cycles::float8, 0))`;
}
