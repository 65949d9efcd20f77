import type { Volume } from '../../../geo/index.js';
import type { Steps } from '../../airspace/deconfliction/deconfliction.rules.js';
import { carries, droneName, isSame } from './wayline-model.rules.js';
import { type HeightKnowledge, insideMetres, type LegFault, legFaults, type Space } from './leg-coverage.rules.js';
import { measureWayline, statedWrongly } from './wayline-measure.rules.js';
import type { HeightMode, ProductNumber, Wayline } from '../wayline.types.js';

/**
 * What is said of a wayline that is kept. `unknown`: nobody can say, so it is no pass. `refusal`: the plan has changed, and
 * it is not flown by this one.
 */
export const WAYLINE_FINDINGS = {
  device_unknown: 'unknown',
  payload_unknown: 'unknown',
  terrain_unknown: 'unknown',
  height_datum_unknown: 'unknown',
  curve_unknown: 'unknown',
  zone_height_unknown: 'unknown',
  zone_reached: 'warning',
  take_off_above_volume: 'warning',
  return_above_volume: 'warning',
  length_differs: 'warning',
  duration_differs: 'warning',
  drawn_as_area: 'warning',
  template_empty: 'warning',
  resources_dropped: 'warning',
  set_aside: 'refusal',
} as const satisfies Record<string, 'warning' | 'unknown' | 'refusal'>;
export type WaylineFindingCode = keyof typeof WAYLINE_FINDINGS;
export const WAYLINE_FINDING_CODES = Object.keys(WAYLINE_FINDINGS) as [WaylineFindingCode, ...WaylineFindingCode[]];

export interface WaylineFinding {
  readonly code: WaylineFindingCode;
  readonly weight: 'warning' | 'unknown' | 'refusal';
  readonly details: Readonly<Record<string, string | number>>;
}

/** A zone in force during the flight. */
export interface ZoneNear extends Space {
  readonly zoneId: string;
  readonly name: string;
  readonly rule: string;
  readonly authority: string;
}

export interface ZoneReached {
  readonly zoneId: string;
  readonly name: string;
  readonly rule: string;
  readonly authority: string;
  readonly insideMetres: number;
}

export type WaylineRefusal =
  | { readonly code: 'WAYLINE_FOR_OTHER_DRONE'; readonly waylineDrone: string; readonly deviceDrone: string }
  | { readonly code: 'WAYLINE_PAYLOAD_UNFIT'; readonly payload: number; readonly drone: string }
  | { readonly code: 'WAYLINE_LEAVES_VOLUME'; readonly legCount: number; readonly legs: readonly LegFault[] }
  | { readonly code: 'WAYLINE_ENTERS_ZONE'; readonly zones: readonly ZoneReached[] };

/** What the wayline is judged against. Heights in metres above ground. */
export interface WaylineGround {
  /** The number of the aircraft that the flight is planned with, where the register has it. */
  readonly device: ProductNumber | undefined;
  readonly volumes: readonly Volume[];
  readonly zones: readonly ZoneNear[];
}

export interface WaylineVerdict {
  readonly refusal: WaylineRefusal | undefined;
  readonly findings: readonly WaylineFinding[];
}

/** Legs that a refusal names. */
const NAMED_LEGS = 50;

const HEIGHTS: Readonly<Record<HeightMode, HeightKnowledge>> = {
  WGS84: 'unknown',
  relativeToStartPoint: 'known',
  realTimeFollowSurface: 'known',
};

/**
 * Whether the wayline can be flown as the flight was planned. Heights above the take-off point are taken as heights above
 * ground, and said to be; heights above the ellipsoid are not compared. The ways to the first waypoint and home are not in
 * the file and not judged. The turn is given back after every leg.
 */
export function* judgeWayline(wayline: Wayline, ground: WaylineGround): Steps<WaylineVerdict> {
  const zones = yield* zonesReached(wayline, ground.zones);
  const prohibited = zones.certain.filter(({ rule }) => rule === 'prohibited');
  const refusal =
    droneRefusal(wayline, ground.device) ?? payloadRefusal(wayline) ?? (yield* volumeRefusal(wayline, ground.volumes));
  return {
    refusal: refusal ?? (prohibited.length > 0 ? { code: 'WAYLINE_ENTERS_ZONE', zones: prohibited } : undefined),
    findings: [
      ...(ground.device ? [] : [finding('device_unknown')]),
      ...payloadFindings(wayline),
      ...heightFindings(wayline, ground.volumes),
      ...curveFindings(wayline),
      ...zones.certain.map((zone) => finding('zone_reached', { ...zone })),
      ...zones.uncertain.map((zone) => finding('zone_height_unknown', { ...zone })),
      ...measureFindings(wayline),
    ],
  };
}

export function finding(code: WaylineFindingCode, details: WaylineFinding['details'] = {}): WaylineFinding {
  return { code, weight: WAYLINE_FINDINGS[code], details };
}

function droneRefusal({ mission: { drone } }: Wayline, device: ProductNumber | undefined): WaylineRefusal | undefined {
  if (!device || isSame(device, drone)) return undefined;
  return { code: 'WAYLINE_FOR_OTHER_DRONE', waylineDrone: droneName(drone), deviceDrone: droneName(device) };
}

function payloadRefusal({ mission: { drone, payloads } }: Wayline): WaylineRefusal | undefined {
  const unfit = payloads.find(({ type }) => carries(drone, type) === 'no');
  return unfit && { code: 'WAYLINE_PAYLOAD_UNFIT', payload: unfit.type, drone: droneName(drone) };
}

function* volumeRefusal({ paths }: Wayline, volumes: readonly Volume[]): Steps<WaylineRefusal | undefined> {
  const legs: LegFault[] = [];
  for (const [index, path] of paths.entries())
    legs.push(...(yield* legFaults(path, index, volumes, HEIGHTS[path.heightMode])));
  if (legs.length === 0) return undefined;
  return { code: 'WAYLINE_LEAVES_VOLUME', legCount: legs.length, legs: legs.slice(0, NAMED_LEGS) };
}

function* zonesReached({ paths }: Wayline, zones: readonly ZoneNear[]) {
  const certain: ZoneReached[] = [];
  const uncertain: ZoneReached[] = [];
  for (const zone of zones) {
    const { zoneId, name, rule, authority } = zone;
    let [total, isReached, isCertain] = [0, false, false];
    for (const path of paths) {
      const metres = yield* insideMetres(path, zone, HEIGHTS[path.heightMode]);
      if (metres === undefined) continue;
      total += metres;
      isReached = true;
      isCertain ||= HEIGHTS[path.heightMode] === 'known' || fillsHeight(zone);
    }
    if (isReached) (isCertain ? certain : uncertain).push({ zoneId, name, rule, authority, insideMetres: total });
  }
  return { certain, uncertain };
}

/** Such a zone is entered at whatever height. */
function fillsHeight({ lowerMetres, upperMetres }: ZoneNear): boolean {
  return lowerMetres <= 0 && upperMetres === undefined;
}

function payloadFindings({ mission: { drone, payloads } }: Wayline): WaylineFinding[] {
  if (payloads.length === 0) return [finding('payload_unknown')];
  const unsure = payloads.filter(({ type }) => carries(drone, type) === 'unknown');
  return unsure.map(({ type, gimbal }) => finding('payload_unknown', { type, gimbal }));
}

function heightFindings({ mission, paths }: Wayline, volumes: readonly Volume[]): WaylineFinding[] {
  const modes = new Set(paths.map(({ heightMode }) => heightMode));
  const top = Math.max(...volumes.map(({ upperMetres }) => upperMetres));
  const above = (code: WaylineFindingCode, heightMetres: number | null): WaylineFinding[] =>
    heightMetres !== null && heightMetres > top ? [finding(code, { heightMetres, volumeTopMetres: top })] : [];
  return [
    ...(modes.has('relativeToStartPoint') ? [finding('terrain_unknown')] : []),
    ...(modes.has('WGS84') ? [finding('height_datum_unknown')] : []),
    ...above('take_off_above_volume', mission.takeOffHeightMetres),
    ...above('return_above_volume', mission.returnHeightMetres),
  ];
}

/** Waypoints that are flown round or past in a curve, so that the way is not the line between them. */
function curveFindings({ paths }: Wayline): WaylineFinding[] {
  const curved = paths
    .flatMap(({ waypoints }) => waypoints)
    .filter(
      ({ turn, straight }) =>
        turn?.mode === 'coordinateTurn' || (turn?.mode.endsWith('WithContinuityCurvature') && !straight),
    );
  return curved.length > 0 ? [finding('curve_unknown', { waypoints: curved.length })] : [];
}

function measureFindings(wayline: Wayline): WaylineFinding[] {
  const measure = measureWayline(wayline);
  const { lengthMetres, movingSeconds, statedMetres, statedSeconds } = measure;
  const wrong = statedWrongly(measure);
  return [
    ...(wrong.length ? [finding('length_differs', { lengthMetres, statedMetres: statedMetres ?? 0 })] : []),
    ...(wrong.duration ? [finding('duration_differs', { movingSeconds, statedSeconds: statedSeconds ?? 0 })] : []),
  ];
}
