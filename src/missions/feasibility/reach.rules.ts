import type { Performance } from '../../equipment/index.js';
import { distanceMetres, type Position, type Volume } from '../../geo/index.js';
import { against, type Finding } from './finding.js';
import type { SortiePlan } from './sortie.rules.js';

/** Where the flight goes, as far as the plan says it. */
export interface Reach {
  /** From take-off to the farthest point of the volumes; null without a take-off point. */
  readonly furthestMetres: number | null;
  /** Above ground. */
  readonly upperMetres: number;
  /** The fastest leg of the wayline; null without one. */
  readonly waylineMetresPerSecond: number | null;
}

/** The farthest point of a polygon is one of its corners. */
export function furthestMetres(takeOff: Position | null, volumes: readonly Volume[]): number | null {
  if (takeOff === null) return null;
  const corners = volumes.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? (geometry.coordinates[0] ?? []) : geometry.coordinates.flatMap(([ring = []]) => ring),
  );
  const metres = corners.map(([lon = 0, lat = 0]) => distanceMetres(takeOff, { lon, lat }));
  return metres.length === 0 ? null : Math.max(...metres);
}

export function judgeReach(
  reach: Reach,
  performance: Performance | null,
  sorties: Pick<SortiePlan, 'usableMinutes' | 'reserve'>,
  highestGroundMetres: number,
): Finding[] {
  return [
    judgeDistance(reach, performance, sorties),
    judgeLink(reach, performance),
    ...judgeSpeed(reach, performance),
    judgeHeight(reach, performance, highestGroundMetres),
  ];
}

/** There and back on one set of batteries, with the reserve untouched. */
function judgeDistance(
  { furthestMetres: furthest }: Reach,
  performance: Performance | null,
  { usableMinutes, reserve }: Pick<SortiePlan, 'usableMinutes' | 'reserve'>,
): Finding {
  const cruise = performance?.cruiseMetresPerSecond ?? null;
  const published = performance?.maxFlightMetres ?? null;
  const flown = cruise !== null && usableMinutes !== null ? cruise * usableMinutes * 60 : null;
  const ranges = [published, flown].filter((range) => range !== null);
  const limit = ranges.length === 0 ? null : Math.min(...ranges) * (1 - reserve);
  return located({ item: 'distance', unit: 'm' }, furthest === null ? null : 2 * furthest, limit);
}

function judgeLink({ furthestMetres: furthest }: Reach, performance: Performance | null): Finding {
  return located({ item: 'link', unit: 'm' }, furthest, performance?.linkMetres ?? null);
}

function located(about: Pick<Finding, 'item' | 'unit'>, value: number | null, limit: number | null): Finding {
  if (value === null) return { ...about, value, limit, verdict: 'unknown', reason: 'take_off_unknown' };
  return { ...about, value, limit, ...against(value, limit) };
}

/** A wayline may fly as fast as the aircraft can. */
function judgeSpeed({ waylineMetresPerSecond: value }: Reach, performance: Performance | null): Finding[] {
  if (value === null) return [];
  const limit = performance?.maxMetresPerSecond ?? null;
  return [{ item: 'speed', unit: 'm/s', value, limit, ...against(value, limit, 1) }];
}

/** The ceiling is above the sea, the plan above ground: certain only where it holds over the highest ground as well. */
function judgeHeight({ upperMetres: value }: Reach, performance: Performance | null, highestGround: number): Finding {
  const limit = performance?.ceilingMetres ?? null;
  const about = { item: 'height', unit: 'm', value, limit } as const;
  if (limit !== null && value <= limit && value + highestGround > limit)
    return { ...about, verdict: 'caution', reason: 'ground_unknown' };
  return { ...about, ...against(value, limit, 1) };
}
