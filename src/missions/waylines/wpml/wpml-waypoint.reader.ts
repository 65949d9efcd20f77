import { childOf } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { HeightMode, PointOfInterest, Waypoint, WaypointHeading } from '../wayline.types.js';
import { readGroups } from './wpml-action.reader.js';
import { positionAt } from './wpml-position.rules.js';
import {
  asHeight,
  fragmentsOf,
  invalid,
  numberAt,
  parsed,
  placed,
  requiredElementAt,
  requiredNumberAt,
  requiredWholeAt,
  type Spot,
  textAt,
} from './wpml.values.js';

const WAYPOINT_ELEMENTS = [
  'Point',
  'index',
  'executeHeight',
  'waypointSpeed',
  'waypointHeadingParam',
  'waypointTurnParam',
  'useStraightLine',
  'actionGroup',
];

/** Above the ellipsoid: any place on the ground with what may be flown over it. */
const ELLIPSOID_METRES = [-500, 9_500] as const;

interface PathRules {
  readonly heightMode: HeightMode;
  readonly speedMetresPerSecond: number;
  readonly count: number;
}

/** @throws WAYLINE_… */
export function readWaypoint(
  spot: Spot,
  index: number,
  { heightMode, speedMetresPerSecond, count }: PathRules,
): Omit<Waypoint, 'drawnMetres'> {
  const stated = requiredWholeAt(spot, 'index');
  if (stated !== index) throw MissionErrors.WAYLINE_INDEX_BROKEN({ ...placed(spot.where), index: stated });
  // 0 stands for the speed of the path.
  const speed = numberAt(spot, 'waypointSpeed') ?? 0;
  if (speed < 0) return invalid(spot, 'waypointSpeed', String(speed));
  return {
    position: coordinatesAt(spot),
    heightMetres: heightAt(spot, heightMode),
    speedMetresPerSecond: speed > 0 ? speed : speedMetresPerSecond,
    heading: headingAt(spot),
    turn: turnAt(spot),
    straight: textAt(spot, 'useStraightLine') === '1',
    groups: readGroups(spot, count),
    others: fragmentsOf(spot.element, WAYPOINT_ELEMENTS),
  };
}

/** Longitude first, as KML has it; a height behind them says nothing here. */
function coordinatesAt(spot: Spot) {
  const text = textAt({ ...spot, element: requiredElementAt(spot, 'Point') }, 'coordinates');
  const [lon = '', lat = '', , ...more] = (text ?? '').split(',').map((part) => part.trim());
  if (more.length > 0) return invalid(spot, 'coordinates', text ?? '');
  return positionAt({ lon, lat }, { element: 'coordinates', where: spot.where });
}

function heightAt(spot: Spot, mode: HeightMode): number {
  const heightMetres = requiredNumberAt(spot, 'executeHeight');
  return asHeight(heightMetres, spot.where, mode === 'WGS84' ? ELLIPSOID_METRES : undefined);
}

function headingAt({ element, where }: Spot): WaypointHeading | null {
  const spot = { element: childOf(element, 'waypointHeadingParam'), where };
  const mode = textAt(spot, 'waypointHeadingMode');
  if (mode === null) return null;
  const enabled = textAt(spot, 'waypointHeadingAngleEnable');
  const hasAngle = enabled === null ? mode === 'smoothTransition' : enabled === '1';
  return {
    mode,
    angleDegrees: hasAngle ? numberAt(spot, 'waypointHeadingAngle') : null,
    turning: textAt(spot, 'waypointHeadingPathMode'),
    towards: mode === 'towardPOI' ? pointOfInterestAt(spot) : null,
  };
}

/** Latitude first here, unlike in a waypoint. */
function pointOfInterestAt(spot: Spot): PointOfInterest | null {
  const text = textAt(spot, 'waypointPoiPoint');
  if (text === null) return null;
  const [lat = '', lon = '', height = '0'] = text.split(',').map((part) => part.trim());
  const { where } = spot;
  return {
    ...positionAt({ lon, lat }, { element: 'waypointPoiPoint', where }),
    heightMetres: parsed(height, 'waypointPoiPoint', where),
  };
}

function turnAt({ element, where }: Spot): Waypoint['turn'] {
  const spot = { element: childOf(element, 'waypointTurnParam'), where };
  const mode = textAt(spot, 'waypointTurnMode');
  return mode === null ? null : { mode, dampingMetres: numberAt(spot, 'waypointTurnDampingDist') ?? 0 };
}
