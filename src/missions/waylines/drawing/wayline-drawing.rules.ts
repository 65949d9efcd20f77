import type { Polygon } from 'geojson';
import { distanceMetres, metresPlane, type Position, type Volume } from '../../../geo/index.js';
import { atOnce } from '../../airspace/deconfliction/deconfliction.rules.js';
import { legFaults } from '../checks/leg-coverage.rules.js';
import { measureWayline } from '../checks/wayline-measure.rules.js';
import type { WaylineModel } from '../checks/wayline-model.data.js';
import type { ActionGroup, Fragment, Wayline, WaylineMission, WaylinePath, Waypoint } from '../wayline.types.js';
import { rounded } from '../wpml/wpml.values.js';

/** How far inside the outline the aircraft stays: as far as it still comes round. */
const MARGINS_METRES = [10, 5, 2, 1];
/** What some of DJI's apps take at most. */
export const MOST_WAYPOINTS = 99;
/** Waypoints lie this far apart at least. */
export const NEAREST_METRES = 2;
export const SPEED_METRES_PER_SECOND = 5;
const TRANSIT_SPEED_METRES_PER_SECOND = 8;
/** Over trees and sheds; a dock wants 8 at least. */
const TAKE_OFF_METRES = 20;
export const USUAL_PITCH_DEGREES = -45;

export interface DrawingWish {
  readonly volume: Volume & { readonly geometry: Polygon };
  readonly model: WaylineModel;
  /** The middle of the volume unless said otherwise. */
  readonly heightMetres?: number | undefined;
  readonly gimbalPitchDegrees?: number | undefined;
}

/**
 * A way round the inside of a volume's outline, looking at its middle, with a photo at each corner; undefined where none
 * stays inside.
 */
export function drawWayline(wish: DrawingWish): Wayline | undefined {
  const { volume, model } = wish;
  const heightMetres = rounded(wish.heightMetres ?? (volume.lowerMetres + volume.upperMetres) / 2);
  const pitch = wish.gimbalPitchDegrees ?? USUAL_PITCH_DEGREES;
  for (const margin of MARGINS_METRES) {
    const places = thinned(inset(volume.geometry, margin));
    const path = pathThrough(places, { heightMetres, pitch });
    if (places.length < 3 || atOnce(legFaults(path, 0, [volume], 'known')).length > 0) continue;
    return measured({ mission: missionOf(model, { heightMetres, top: volume.upperMetres }), paths: [path] });
  }
  return undefined;
}

/** With its own length and time stated. */
export function measured({ mission, paths: [path] }: Wayline): Wayline {
  if (!path) throw new Error('a drawn wayline has one path');
  const { lengthMetres, movingSeconds } = measureWayline({ mission, paths: [path] });
  return {
    mission,
    paths: [{ ...path, statedMetres: rounded(lengthMetres), statedSeconds: rounded(movingSeconds) }],
  };
}

/** Corners moved inwards, so that they lie `margin` metres from both their edges; at sharp ones at most twice as far. */
function inset({ coordinates: [outline = []] }: Polygon, margin: number): Position[] {
  const corners = outline.slice(1).map(([lon = NaN, lat = NaN]) => ({ lon, lat }));
  const [origin] = corners;
  if (!origin) return [];
  const plane = metresPlane(origin);
  const points = corners.map(plane.to);
  const turn = Math.sign(points.reduce((sum, [x, y], i) => sum + cross([x, y], points[(i + 1) % points.length]), 0));
  return points.map((point, i) => {
    const before = normal(points.at(i - 1), point, turn);
    const after = normal(point, points[(i + 1) % points.length], turn);
    const spread = Math.max(0.5, 1 + before[0] * after[0] + before[1] * after[1]);
    const move = (axis: 0 | 1): number => point[axis] + (margin * (before[axis] + after[axis])) / spread;
    return plane.from([move(0), move(1)]);
  });
}

type Vector = readonly [number, number];

function cross([ax, ay]: Vector, [bx, by]: Vector = [0, 0]): number {
  return ax * by - ay * bx;
}

/** Of length 1, square to the edge, to the inside of an outline that turns this way. */
function normal([ax, ay]: Vector = [0, 0], [bx, by]: Vector = [0, 0], turn: number): Vector {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [(-turn * (by - ay)) / length, (turn * (bx - ax)) / length];
}

/** Without corners that lie together, and of the others evenly as many as an app takes. */
function thinned(places: readonly Position[]): Position[] {
  const apart = places.filter((place, i) => {
    const before = places.at(i - 1);
    return i === 0 || !before || distanceMetres(before, place) >= NEAREST_METRES;
  });
  const step = Math.ceil(apart.length / (MOST_WAYPOINTS - 1));
  return apart.filter((_, i) => i % step === 0).map(({ lon, lat }) => ({ lon: rounded(lon), lat: rounded(lat) }));
}

/** Round and back to where it began. */
function pathThrough(places: readonly Position[], view: { heightMetres: number; pitch: number }): WaylinePath {
  const middle = middleOf(places);
  const round = [...places, ...places.slice(0, 1)];
  return {
    heightMode: 'relativeToStartPoint',
    speedMetresPerSecond: SPEED_METRES_PER_SECOND,
    statedMetres: null,
    statedSeconds: null,
    startActions: [],
    waypoints: round.map((position, index): Waypoint => ({
      position,
      heightMetres: view.heightMetres,
      drawnMetres: null,
      speedMetresPerSecond: SPEED_METRES_PER_SECOND,
      heading: {
        mode: 'towardPOI',
        angleDegrees: null,
        turning: 'followBadArc',
        towards: { ...middle, heightMetres: 0 },
      },
      turn: { mode: 'toPointAndStopWithDiscontinuityCurvature', dampingMetres: 0 },
      straight: true,
      groups: [photoAt(index, view.pitch)],
      others: [],
    })),
    others: [],
  };
}

function middleOf(places: readonly Position[]): Position {
  const mean = (of: (place: Position) => number): number =>
    rounded(places.reduce((sum, place) => sum + of(place), 0) / Math.max(1, places.length));
  return { lon: mean(({ lon }) => lon), lat: mean(({ lat }) => lat) };
}

function photoAt(index: number, pitch: number): ActionGroup {
  const trigger = { type: 'reachPoint', parameter: null };
  const camera = { name: 'payloadPositionIndex', value: '0' };
  const actions = [
    { code: 'gimbalRotate', parameters: [...turning(pitch), camera] },
    { code: 'takePhoto', parameters: [camera, ...values({ useGlobalPayloadLensIndex: '1' })] },
  ];
  return { from: index, to: index, mode: 'sequence', trigger, actions };
}

/** Turns the camera up or down; where it looks to is the aircraft's heading. */
export function turning(pitch: number): Fragment[] {
  return values({
    gimbalHeadingYawBase: 'aircraft',
    gimbalRotateMode: 'absoluteAngle',
    gimbalPitchRotateEnable: '1',
    gimbalPitchRotateAngle: String(pitch),
    gimbalRollRotateEnable: '0',
    gimbalRollRotateAngle: '0',
    gimbalYawRotateEnable: '0',
    gimbalYawRotateAngle: '0',
    gimbalRotateTimeEnable: '0',
    gimbalRotateTime: '0',
  });
}

export function values(texts: Readonly<Record<string, string>>): Fragment[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value }));
}

export function missionOf(
  model: WaylineModel,
  { heightMetres, top }: { heightMetres: number; top: number },
): WaylineMission {
  const [payload] = model.payloads;
  return {
    drone: model.drone,
    payloads: payload === undefined ? [] : [{ type: payload, subType: 0, gimbal: 0 }],
    flyTo: 'safely',
    afterwards: 'goHome',
    onLostControl: 'executeLostAction',
    lostControlAction: 'goBack',
    takeOffHeightMetres: Math.min(TAKE_OFF_METRES, rounded(top)),
    transitSpeedMetresPerSecond: TRANSIT_SPEED_METRES_PER_SECOND,
    returnHeightMetres: Math.min(Math.max(heightMetres, TAKE_OFF_METRES), rounded(top)),
    takeOff: null,
    imageFormats: model.imageFormats,
    others: [],
  };
}
