import { distanceMetres } from '../../../geo/index.js';
import type { PhotoPose } from './photo-poses.js';
import {
  measured,
  missionOf,
  MOST_WAYPOINTS,
  NEAREST_METRES,
  SPEED_METRES_PER_SECOND,
  turning,
  values,
} from './wayline-drawing.rules.js';
import type { WaylineModel } from '../checks/wayline-model.data.js';
import type { ActionGroup, Wayline, WaylineAction, Waypoint } from '../wayline.types.js';
import { rounded } from '../wpml/wpml.values.js';

/** A pose that an aircraft can take up again. */
interface FullPose extends PhotoPose {
  readonly heightMetres: number;
  readonly gimbalPitchDegrees: number;
}

/**
 * A way from picture to picture of an earlier flight in the order in which they were taken, each taken again as the camera
 * stood then. Pictures that do not say how high and at what pitch are left out; undefined where no way is left.
 */
export function drawThroughPhotos(poses: readonly PhotoPose[], model: WaylineModel, top: number): Wayline | undefined {
  const stops = stopsOf(poses.filter(isFull));
  if (stops.length < 2 || stops.length > MOST_WAYPOINTS) return undefined;
  const heightMetres = rounded(Math.max(...stops.flat().map((pose) => pose.heightMetres)));
  const path = {
    heightMode: 'relativeToStartPoint',
    speedMetresPerSecond: SPEED_METRES_PER_SECOND,
    statedMetres: null,
    statedSeconds: null,
    startActions: [],
    waypoints: stops.map(waypointAt),
    others: [],
  } as const;
  return measured({ mission: missionOf(model, { heightMetres, top }), paths: [path] });
}

function isFull(pose: PhotoPose): pose is FullPose {
  return pose.heightMetres !== null && pose.gimbalPitchDegrees !== null;
}

/** Pictures that were taken from one place are taken from one waypoint. */
function stopsOf(poses: readonly FullPose[]): FullPose[][] {
  const stops: FullPose[][] = [];
  for (const pose of poses) {
    const [before] = stops.at(-1) ?? [];
    if (before && apartMetres(before, pose) < NEAREST_METRES) stops.at(-1)?.push(pose);
    else stops.push([pose]);
  }
  return stops;
}

function apartMetres(a: FullPose, b: FullPose): number {
  return Math.hypot(distanceMetres(a.position, b.position), a.heightMetres - b.heightMetres);
}

function waypointAt(poses: readonly FullPose[], index: number): Waypoint {
  const [first] = poses;
  if (!first) throw new Error('a stop has at least one picture');
  const { lon, lat } = first.position;
  const yaw = yawOf(first);
  return {
    position: { lon: rounded(lon), lat: rounded(lat) },
    heightMetres: rounded(first.heightMetres),
    drawnMetres: null,
    speedMetresPerSecond: SPEED_METRES_PER_SECOND,
    heading:
      yaw === null
        ? { mode: 'followWayline', angleDegrees: null, turning: 'followBadArc', towards: null }
        : { mode: 'smoothTransition', angleDegrees: signed(yaw), turning: 'followBadArc', towards: null },
    turn: { mode: 'toPointAndStopWithDiscontinuityCurvature', dampingMetres: 0 },
    straight: true,
    groups: [photosAt(poses, index)],
    others: [],
  };
}

function photosAt(poses: readonly FullPose[], index: number): ActionGroup {
  const camera = { name: 'payloadPositionIndex', value: '0' };
  const actions = poses.flatMap((pose): WaylineAction[] => {
    const yaw = yawOf(pose);
    const turned = { aircraftHeading: String(signed(yaw ?? 0)), aircraftPathMode: 'counterClockwise' };
    return [
      ...(yaw === null ? [] : [{ code: 'rotateYaw', parameters: values(turned) }]),
      { code: 'gimbalRotate', parameters: [...turning(rounded(pose.gimbalPitchDegrees)), camera] },
      { code: 'takePhoto', parameters: [camera, ...values({ useGlobalPayloadLensIndex: '1' })] },
    ];
  });
  return { from: index, to: index, mode: 'sequence', trigger: { type: 'reachPoint', parameter: null }, actions };
}

/** The whole aircraft turns to where the camera looked: not every gimbal turns by itself. */
function yawOf({ gimbalYawDegrees, headingDegrees }: PhotoPose): number | null {
  return gimbalYawDegrees ?? headingDegrees;
}

function signed(degrees: number): number {
  return rounded(degrees > 180 ? degrees - 360 : degrees);
}
