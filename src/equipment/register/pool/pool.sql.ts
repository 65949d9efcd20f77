import type { BoundingBox, Position } from '../../../geo/index.js';
import { BLOCKING_STATES, INSURED_CLASSES } from '../../lending/bookings/booking.rules.js';
import { type Period, periodLiteral, chinaDateOf } from '../../../platform/index.js';
import { maintenanceInWaySql } from '../../upkeep/maintenance/maintenance.sql.js';
import { certifiedSql, partInWaySql } from '../../upkeep/upkeep.sql.js';
import type { SqlValues } from './sql-values.js';

/** The units whose devices somebody may book; see `lendsTo` for the rule. */
export interface LoanReach {
  /** The asker's unit and those below it. */
  readonly ownUnitIds: readonly string[];
  /** The asker's city and its counties; empty where there is none. */
  readonly cityUnitIds: readonly string[];
}

/** Written out, because a partial index is used only for a predicate the planner can see. */
export const LIVE_LINE = `l.state IN (${BLOCKING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Whether a line's hold or request has run out although nobody has swept it away yet; such a line blocks nobody. */
export function lapsedSql(values: SqlValues, now: Date): string {
  return `(l.state IN ('requested', 'held') AND EXISTS (
    SELECT 1 FROM booking lapsing WHERE lapsing.id = l.booking_id AND lapsing.hold_expires_at <= ${values.at(now)}))`;
}

const INSURED = `ARRAY[${INSURED_CLASSES.map((droneClass) => `'${droneClass}'`).join(', ')}]`;

const EARTH_RADIUS_METRES = 6_371_008.8;
const METRES_PER_DEGREE = 111_195;

/** Great-circle metres from a device's home to a point; null without a home. */
export function distanceSql(values: SqlValues, { lon, lat }: Position): string {
  const x = `${values.at(lon)}::float8`;
  const y = `${values.at(lat)}::float8`;
  return `(${2 * EARTH_RADIUS_METRES} * asin(least(1, sqrt(
    power(sin(radians(${y} - d.home_position[1]) / 2), 2)
    + cos(radians(d.home_position[1])) * cos(radians(${y})) * power(sin(radians(${x} - d.home_position[0]) / 2), 2)))))`;
}

/** The box around a circle, for the index; the distance itself decides. */
export function withinBoxSql(values: SqlValues, { lon, lat }: Position, metres: number): string {
  const dLat = metres / METRES_PER_DEGREE;
  const dLon = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return inBoxSql(values, { minLon: lon - dLon, minLat: lat - dLat, maxLon: lon + dLon, maxLat: lat + dLat });
}

export function inBoxSql(values: SqlValues, { minLon, minLat, maxLon, maxLat }: BoundingBox): string {
  return `d.home_position <@
    box(point(${values.at(minLon)}, ${values.at(minLat)}), point(${values.at(maxLon)}, ${values.at(maxLat)}))`;
}

export function lentToSql(values: SqlValues, { ownUnitIds, cityUnitIds }: LoanReach): string {
  return `(d.unit_id = ANY(${values.at(ownUnitIds)}) OR d.loan_scope = 'whole_province'
    OR (d.loan_scope = 'same_city' AND d.unit_id = ANY(${values.at(cityUnitIds)})))`;
}

/** The owner is not asked before; see `asksOwner`. */
export function unaskedSql(values: SqlValues, { ownUnitIds }: LoanReach): string {
  return `(d.loan_approval = 'none' OR d.unit_id = ANY(${values.at(ownUnitIds)}))`;
}

/**
 * No live line meets the period and its turnaround, and the device is not overdue with somebody.
 * @param yielding which lines `l` make way
 */
export function freeSql(values: SqlValues, { from, to }: Period, now: Date, yielding = 'false'): string {
  return `NOT EXISTS (
      SELECT 1 FROM booking_line l
      WHERE l.device_id = d.id AND ${LIVE_LINE}
        AND l.blocked && tstzrange(${values.at(from)}::timestamptz,
          ${values.at(to)}::timestamptz + make_interval(mins => k.turnaround_minutes))
        AND NOT ${lapsedSql(values, now)} AND NOT ${yielding})
    AND NOT EXISTS (
      SELECT 1 FROM custody c WHERE c.device_id = d.id AND c.returned_at IS NULL AND c.due_at <= ${values.at(now)})`;
}

/** Of the kind or of its own, all of them. */
export function capableSql(values: SqlValues, capabilities: readonly string[]): string {
  return `(k.capabilities || d.capabilities) @> ${values.at(capabilities)}::text[]`;
}

/** In service, lent, with certificate and insurance to the end of the period where they are needed no maintenance due before, and the same of its parts; see `deviceRefusal`. */
export function bookableSql(values: SqlValues, reach: LoanReach, { to }: Period): string {
  const lastDay = chinaDateOf(new Date(to.getTime() - 1));
  const end = values.at(lastDay);
  return `d.part_of_id IS NULL AND d.state = 'in_service' AND ${lentToSql(values, reach)}
    AND ${certifiedSql(end)}
    AND (d.drone_class IS NULL OR d.drone_class <> ALL(${INSURED}) OR coalesce(d.insured_until >= ${end}::date, false))
    AND NOT ${maintenanceInWaySql(end)} AND NOT ${partInWaySql(end)}`;
}

/** A period as a parameter of type tstzrange. */
export function rangeSql(values: SqlValues, during: Period): string {
  return `${values.at(periodLiteral(during))}::tstzrange`;
}
