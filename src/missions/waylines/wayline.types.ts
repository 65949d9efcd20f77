import type { Position } from '../../geo/index.js';

/** An element whose meaning is the aircraft's: kept as it came, without prefix, so that it can be written again. */
export type Fragment =
  { readonly name: string; readonly value: string } | { readonly name: string; readonly parts: readonly Fragment[] };

/** What the aircraft or its camera does; `code` as the file has it, because makers add new ones. */
export interface WaylineAction {
  readonly code: string;
  readonly parameters: readonly Fragment[];
}

/** Actions between two waypoints, both counted from 0 and included. */
export interface ActionGroup {
  readonly from: number;
  readonly to: number;
  readonly mode: string;
  readonly trigger: { readonly type: string; readonly parameter: number | null };
  readonly actions: readonly WaylineAction[];
}

export interface PointOfInterest extends Position {
  readonly heightMetres: number;
}

export interface WaypointHeading {
  readonly mode: string;
  /** From true north, clockwise, -180 to 180; empty where the mode has none. */
  readonly angleDegrees: number | null;
  readonly turning: string | null;
  readonly towards: PointOfInterest | null;
}

export interface Waypoint {
  readonly position: Position;
  /** In the sense of the path's height mode. */
  readonly heightMetres: number;
  /** Above the geoid, as it was drawn, where the path's heights are above the ellipsoid; empty where that is not known. */
  readonly drawnMetres: number | null;
  /** On the way to the next waypoint. */
  readonly speedMetresPerSecond: number;
  readonly heading: WaypointHeading | null;
  readonly turn: { readonly mode: string; readonly dampingMetres: number } | null;
  readonly straight: boolean;
  readonly groups: readonly ActionGroup[];
  readonly others: readonly Fragment[];
}

/** Above the ellipsoid, above the take-off point, or above the ground under the aircraft. */
export const HEIGHT_MODES = ['WGS84', 'relativeToStartPoint', 'realTimeFollowSurface'] as const;
export type HeightMode = (typeof HEIGHT_MODES)[number];

/** One line that is flown in one go. */
export interface WaylinePath {
  readonly heightMode: HeightMode;
  readonly speedMetresPerSecond: number;
  /** As the file says; empty where it says nothing or 0. */
  readonly statedMetres: number | null;
  readonly statedSeconds: number | null;
  readonly startActions: readonly WaylineAction[];
  readonly waypoints: readonly Waypoint[];
  readonly others: readonly Fragment[];
}

/** A product as DJI numbers it; the domain (aircraft or payload) is that of the field. */
export interface ProductNumber {
  readonly type: number;
  readonly subType: number;
}

export interface PayloadOnBoard extends ProductNumber {
  /** 0 main or left, 1 right, 2 top. */
  readonly gimbal: number;
}

export interface TakeOffReference extends Position {
  readonly altitudeMetres: number;
  readonly heightAboveGroundMetres: number | null;
}

/** What holds for all paths. Empty where the file does not say. */
export interface WaylineMission {
  readonly drone: ProductNumber;
  readonly payloads: readonly PayloadOnBoard[];
  readonly flyTo: string | null;
  readonly afterwards: string | null;
  readonly onLostControl: string | null;
  readonly lostControlAction: string | null;
  readonly takeOffHeightMetres: number | null;
  readonly transitSpeedMetresPerSecond: number | null;
  readonly returnHeightMetres: number | null;
  readonly takeOff: TakeOffReference | null;
  readonly imageFormats: string | null;
  readonly others: readonly Fragment[];
}

/** A planned way through the air with what the cameras do on it, and nothing about who drew it. */
export interface Wayline {
  readonly mission: WaylineMission;
  readonly paths: readonly WaylinePath[];
}

/** The value of a plain parameter. */
export function valueOf(fragments: readonly Fragment[], name: string): string | undefined {
  const found = fragments.find((fragment) => fragment.name === name);
  return found && 'value' in found ? found.value : undefined;
}

/** A plain parameter as a number; undefined where it is absent or none. */
export function numberOf(fragments: readonly Fragment[], name: string): number | undefined {
  const text = valueOf(fragments, name);
  const number = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
