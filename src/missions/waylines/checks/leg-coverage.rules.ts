import { joined, SegmentShape, type Stretch, type Volume } from '../../../geo/index.js';
import type { Steps } from '../../airspace/deconfliction/deconfliction.rules.js';
import { type Leg, legsOf } from './wayline-measure.rules.js';
import type { WaylinePath } from '../wayline.types.js';

/** What is less than this is the rounding of coordinates and heights. */
const TOLERANCE_METRES = 0.5;
const HEIGHT_TOLERANCE_METRES = 0.05;

/** A column of air that may have no top. */
export interface Space extends Omit<Volume, 'upperMetres'> {
  readonly upperMetres?: number | undefined;
}

/** Whether the heights of a path can be compared with heights above ground. */
export type HeightKnowledge = 'known' | 'unknown';

export const LEG_FAULTS = ['aside', 'above', 'below'] as const;

/** A part of the way that lies outside. */
export interface LegFault {
  readonly path: number;
  /** The waypoint that the leg begins at. */
  readonly point: number;
  readonly outsideMetres: number;
  readonly where: (typeof LEG_FAULTS)[number];
}

/** The legs of a path that are not wholly inside the spaces; a path of one waypoint is a leg that goes nowhere. */
export function* legFaults(
  path: WaylinePath,
  index: number,
  spaces: readonly Space[],
  heights: HeightKnowledge,
): Steps<LegFault[]> {
  const prepared = spaces.map(preparedSpace);
  const faults: LegFault[] = [];
  for (const leg of legsIn(path)) {
    const outside = outsideMetres(leg, prepared, heights);
    yield;
    if (outside === undefined) continue;
    faults.push({ path: index, point: leg.point, outsideMetres: outside, where: whereOutside(leg, prepared) });
  }
  return faults;
}

/** Metres of a path that lie inside a space; `undefined` where it does not meet it. */
export function* insideMetres(path: WaylinePath, space: Space, heights: HeightKnowledge): Steps<number | undefined> {
  const prepared = preparedSpace(space);
  let metres = 0;
  let meets = false;
  for (const leg of legsIn(path)) {
    const stretches = covered(leg, prepared, heights);
    meets ||= stretches.length > 0;
    metres += leg.metres * shareOf(stretches);
    yield;
  }
  return meets ? metres : undefined;
}

interface PreparedSpace extends Omit<Space, 'geometry'> {
  readonly shape: SegmentShape;
}

function preparedSpace({ geometry, lowerMetres, upperMetres }: Space): PreparedSpace {
  return { shape: new SegmentShape(geometry), lowerMetres, upperMetres };
}

function legsIn(path: WaylinePath): Leg[] {
  const [only] = path.waypoints;
  return only && path.waypoints.length === 1 ? [{ point: 0, from: only, to: only, metres: 0 }] : legsOf(path);
}

function outsideMetres(leg: Leg, spaces: readonly PreparedSpace[], heights: HeightKnowledge): number | undefined {
  const stretches = joined(spaces.flatMap((space) => covered(leg, space, heights)));
  const outside = leg.metres * (1 - shareOf(stretches));
  return outside > TOLERANCE_METRES || stretches.length === 0 ? outside : undefined;
}

function whereOutside(leg: Leg, spaces: readonly PreparedSpace[]): LegFault['where'] {
  if (outsideMetres(leg, spaces, 'unknown') !== undefined) return 'aside';
  const highest = Math.max(...spaces.map(({ upperMetres = Infinity }) => upperMetres));
  return Math.max(leg.from.heightMetres, leg.to.heightMetres) > highest ? 'above' : 'below';
}

function shareOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [from, to]) => sum + to - from, 0);
}

function covered({ from, to }: Leg, space: PreparedSpace, heights: HeightKnowledge): Stretch[] {
  const band = heights === 'known' ? bandStretch(from.heightMetres, to.heightMetres, space) : ([0, 1] as const);
  if (!band) return [];
  return space.shape.stretches(from.position, to.position).flatMap(([start, end]): Stretch[] => {
    const shared: Stretch = [Math.max(start, band[0]), Math.min(end, band[1])];
    return shared[1] > shared[0] ? [shared] : [];
  });
}

/** The stretch of an even climb that lies in the band. */
function bandStretch(
  from: number,
  to: number,
  { lowerMetres, upperMetres = Infinity }: Omit<PreparedSpace, 'shape'>,
): Stretch | undefined {
  const [low, high] = [lowerMetres - HEIGHT_TOLERANCE_METRES, upperMetres + HEIGHT_TOLERANCE_METRES];
  if (from === to) return from >= low && from <= high ? [0, 1] : undefined;
  const [s, t] = [(low - from) / (to - from), (high - from) / (to - from)];
  const [start, end] = [Math.max(0, Math.min(s, t)), Math.min(1, Math.max(s, t))];
  return end > start ? [start, end] : undefined;
}
