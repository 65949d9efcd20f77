import { boundingBox, boxesMeet, type Volume } from '../../../geo/index.js';
import type { Period } from '../../../platform/index.js';
import { activeSpans } from './applicability.rules.js';
import { type Claim, deconflict, type Near, type Steps } from './deconfliction.rules.js';
import { zoneVolume } from '../zones/airspace-zone.rules.js';
import { goesBefore } from './priority.rules.js';

/** How far before and after the wish other times are looked for. */
export const REACH_HOURS = 24;

/** No band higher than this is proposed unless the plan itself asked for more: above it every airspace is controlled. */
export const PROPOSED_CEILING_METRES = 120;

/** Of each kind; the nearest to the wish come first. */
const MOST_PROPOSALS = 2;
/** Tried in order of nearness; what lies beyond is too far from the wish to be one. */
const MOST_TRIED = 24;

/** Another time for the same volumes, or the same time with the volumes moved up or down. */
export interface Alternative {
  readonly during: Period;
  readonly bands: readonly { readonly lowerMetres: number; readonly upperMetres: number }[];
  readonly changes: 'time' | 'height';
}

/** What stands in the way, in simple terms. */
interface Obstacle {
  readonly spans: readonly Period[];
  readonly volumes: readonly Volume[];
}

/** A few wishes near this one that the exact test finds free among `near`, which must reach as far as they do. */
export function* alternatives(plan: Claim, near: Near, earliest: Date): Steps<Alternative[]> {
  const obstacles = obstaclesOf(plan, near, earliest);
  const times = yield* freeOnes(near, otherTimes(plan, obstacles, earliest));
  const heights = yield* freeOnes(near, otherHeights(plan, obstacles));
  return [
    ...times.map((claim) => toAlternative(claim, 'time')),
    ...heights.map((claim) => toAlternative(claim, 'height')),
  ];
}

/** The period that must be looked at for other times. */
export function reachOf({ during }: Claim, earliest: Date): Period {
  const reach = REACH_HOURS * 3_600_000;
  const from = Math.max(earliest.getTime(), during.from.getTime() - reach);
  return { from: new Date(Math.min(from, during.from.getTime())), to: new Date(during.to.getTime() + reach) };
}

function* freeOnes(near: Near, wishes: readonly Claim[]): Steps<Claim[]> {
  const free: Claim[] = [];
  for (const wish of wishes.slice(0, MOST_TRIED)) {
    const { conflicts, displaces } = yield* deconflict(wish, near);
    if (conflicts.length === 0 && displaces.length === 0) free.push(wish);
    if (free.length === MOST_PROPOSALS) break;
  }
  return free;
}

function obstaclesOf(plan: Claim, { flights, zones }: Near, earliest: Date): Obstacle[] {
  const asked = reachOf(plan, earliest);
  const boxes = plan.volumes.map(({ geometry }) => boundingBox(geometry));
  const inTheWay = ({ volumes }: Obstacle): boolean =>
    volumes.some(({ geometry }) => boxes.some((box) => boxesMeet(box, boundingBox(geometry))));
  return [
    ...flights
      .filter(({ nature }) => !goesBefore(plan.nature, nature))
      .map(({ during, volumes }) => ({ spans: [during], volumes })),
    ...zones
      .filter(({ rule }) => rule === 'prohibited')
      .map((zone) => ({ spans: activeSpans(zone.applicability, zone.during, asked), volumes: [zoneVolume(zone)] })),
  ].filter(inTheWay);
}

function otherTimes(plan: Claim, obstacles: readonly Obstacle[], earliest: Date): Claim[] {
  const [from, to] = [plan.during.from.getTime(), plan.during.to.getTime()];
  const shifts = obstacles
    .flatMap(({ spans }) => spans.flatMap((span) => [span.to.getTime() - from, span.from.getTime() - to]))
    .filter((shift) => shift !== 0 && Math.abs(shift) <= REACH_HOURS * 3_600_000)
    .filter((shift) => from + shift >= earliest.getTime());
  return nearestFirst(shifts).map((shift) => ({
    ...plan,
    during: { from: new Date(from + shift), to: new Date(to + shift) },
  }));
}

function otherHeights(plan: Claim, obstacles: readonly Obstacle[]): Claim[] {
  const bottom = Math.min(...plan.volumes.map(({ lowerMetres }) => lowerMetres));
  const top = Math.max(...plan.volumes.map(({ upperMetres }) => upperMetres));
  const ceiling = Math.max(top, PROPOSED_CEILING_METRES);
  const shifts = obstacles
    .flatMap(({ volumes }) => volumes)
    .flatMap(({ lowerMetres, upperMetres }) => [upperMetres - bottom, lowerMetres - top])
    .filter((shift) => Number.isFinite(shift) && shift !== 0 && bottom + shift >= 0 && top + shift <= ceiling);
  return nearestFirst(shifts).map((shift) => ({
    ...plan,
    volumes: plan.volumes.map(({ geometry, lowerMetres, upperMetres }) => ({
      geometry,
      lowerMetres: lowerMetres + shift,
      upperMetres: upperMetres + shift,
    })),
  }));
}

function nearestFirst(shifts: readonly number[]): number[] {
  return [...new Set(shifts)].toSorted((a, b) => Math.abs(a) - Math.abs(b) || a - b);
}

function toAlternative({ during, volumes }: Claim, changes: Alternative['changes']): Alternative {
  return { during, bands: volumes.map(({ lowerMetres, upperMetres }) => ({ lowerMetres, upperMetres })), changes };
}
