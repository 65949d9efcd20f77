import { bearingDegrees, type Position } from '../../../geo/index.js';
import {
  numberOf,
  valueOf,
  type ActionGroup,
  type HeightMode,
  type Wayline,
  type WaylineAction,
  type WaylinePath,
} from '../wayline.types.js';

/** Where a camera does something, and how it looks then; empty where the wayline leaves it open. */
export interface CameraPose {
  readonly path: number;
  readonly point: number;
  /** Until which waypoint it is repeated; the same waypoint where it is done once. */
  readonly untilPoint: number;
  readonly position: Position;
  readonly heightMetres: number;
  readonly heightMode: HeightMode;
  /** Of the aircraft, from true north, clockwise, 0 to 360. */
  readonly headingDegrees: number | null;
  /** -90 straight down, 0 level. */
  readonly gimbalPitchDegrees: number | null;
  /** From true north, 0 to 360. */
  readonly gimbalYawDegrees: number | null;
  readonly focalLengthMillimetres: number | null;
  readonly payload: number;
  readonly action: string;
  readonly repeated: 'once' | 'by distance' | 'by time';
  /** Metres or seconds between two repetitions. */
  readonly every: number | null;
}

const CAMERA_ACTIONS: readonly string[] = ['takePhoto', 'startRecord', 'panoShot', 'orientedShoot', 'accurateShoot'];
/** These carry their own aim. */
const AIMED: readonly string[] = ['orientedShoot', 'accurateShoot'];
const REPETITIONS: Readonly<Record<string, CameraPose['repeated']>> = {
  multipleDistance: 'by distance',
  multipleTiming: 'by time',
};

/** Every camera action of a wayline with the pose that the actions before it led to, in the order of flight. */
export function cameraPoses({ paths }: Wayline): CameraPose[] {
  return paths.flatMap((path, index) => new PoseWalk(path, index).walk());
}

/** How aircraft and camera stand while one goes along a path. */
class PoseWalk {
  private heading: number | null = null;
  private readonly pitch = new Map<number, number>();
  private readonly yaw = new Map<number, number>();
  private readonly focalLength = new Map<number, number>();
  /** Pitches that are being turned to on the way to a waypoint. */
  private readonly coming = new Map<number, { readonly payload: number; readonly pitch: number }[]>();
  private readonly poses: CameraPose[] = [];

  constructor(
    private readonly path: WaylinePath,
    private readonly index: number,
  ) {}

  walk(): CameraPose[] {
    for (const action of this.path.startActions) this.turn(action);
    for (const point of this.path.waypoints.keys()) this.arrive(point);
    return this.poses;
  }

  private arrive(point: number): void {
    this.heading = this.headingAt(point);
    // A camera follows its aircraft round until it is turned again.
    this.yaw.clear();
    for (const { payload, pitch } of this.coming.get(point) ?? []) this.pitch.set(payload, pitch);
    for (const group of this.path.waypoints[point]?.groups ?? []) {
      for (const action of group.actions) this.perform(action, group, point);
    }
  }

  private perform(action: WaylineAction, group: ActionGroup, point: number): void {
    if (action.code === 'gimbalEvenlyRotate') {
      const pitch = angle(action, 'gimbalPitchRotateAngle');
      if (pitch !== null)
        this.coming.set(group.to, [...(this.coming.get(group.to) ?? []), { payload: payloadOf(action), pitch }]);
    } else this.turn(action);
    if (CAMERA_ACTIONS.includes(action.code)) this.poses.push(this.pose(action, group, point));
  }

  private turn(action: WaylineAction): void {
    const { code, parameters } = action;
    const payload = payloadOf(action);
    const focalLength = numberOf(parameters, 'focalLength');
    if (focalLength !== undefined) this.focalLength.set(payload, focalLength);
    if (code === 'rotateYaw' || AIMED.includes(code))
      this.heading = turned(angle(action, 'aircraftHeading')) ?? this.heading;
    if (code === 'gimbalRotate') this.turnGimbal(action, payload);
    if (AIMED.includes(code)) {
      set(this.pitch, payload, angle(action, 'gimbalPitchRotateAngle'));
      set(this.yaw, payload, turned(angle(action, 'gimbalYawRotateAngle')));
    }
  }

  private turnGimbal(action: WaylineAction, payload: number): void {
    const { parameters } = action;
    const enabled = (axis: string): boolean => valueOf(parameters, `gimbal${axis}RotateEnable`) === '1';
    const isAbsolute = (valueOf(parameters, 'gimbalRotateMode') ?? 'absoluteAngle') === 'absoluteAngle';
    if (enabled('Pitch'))
      this.setOrForget(this.pitch, payload, isAbsolute ? angle(action, 'gimbalPitchRotateAngle') : null);
    if (!enabled('Yaw')) return;
    const yaw = angle(action, 'gimbalYawRotateAngle');
    const fromNorth = valueOf(parameters, 'gimbalHeadingYawBase') === 'north';
    const base = fromNorth ? 0 : this.heading;
    this.setOrForget(this.yaw, payload, isAbsolute && yaw !== null && base !== null ? turned(base + yaw) : null);
  }

  private setOrForget(angles: Map<number, number>, payload: number, value: number | null): void {
    if (value === null) angles.delete(payload);
    else angles.set(payload, value);
  }

  private headingAt(point: number): number | null {
    const { waypoints } = this.path;
    const waypoint = waypoints[point];
    if (!waypoint?.heading) return null;
    const { mode, angleDegrees, towards } = waypoint.heading;
    if (mode === 'smoothTransition') return turned(angleDegrees);
    if (mode === 'fixed') return angleDegrees === null ? this.heading : turned(angleDegrees);
    if (mode === 'towardPOI') return towards && bearingDegrees(waypoint.position, towards);
    if (mode !== 'followWayline') return null;
    const [from, to] = [waypoints[point === 0 ? 0 : point - 1], waypoints[point === 0 ? 1 : point]];
    return from && to ? bearingDegrees(from.position, to.position) : null;
  }

  private pose(action: WaylineAction, { to, trigger }: ActionGroup, point: number): CameraPose {
    const { heightMode, waypoints } = this.path;
    const waypoint = waypoints[point];
    if (!waypoint) throw new Error(`no waypoint ${point}`);
    const payload = payloadOf(action);
    const repeated = REPETITIONS[trigger.type] ?? 'once';
    return {
      path: this.index,
      point,
      untilPoint: repeated === 'once' ? point : to,
      position: waypoint.position,
      heightMetres: waypoint.heightMetres,
      heightMode,
      headingDegrees: this.heading,
      gimbalPitchDegrees: this.pitch.get(payload) ?? null,
      gimbalYawDegrees: this.yaw.get(payload) ?? null,
      focalLengthMillimetres: this.focalLength.get(payload) ?? null,
      payload,
      action: action.code,
      repeated,
      every: repeated === 'once' ? null : trigger.parameter,
    };
  }
}

function payloadOf({ parameters }: WaylineAction): number {
  return numberOf(parameters, 'payloadPositionIndex') ?? 0;
}

function angle({ parameters }: WaylineAction, name: string): number | null {
  return numberOf(parameters, name) ?? null;
}

function turned(degrees: number | null): number | null {
  return degrees === null ? null : ((degrees % 360) + 360) % 360;
}

function set(angles: Map<number, number>, payload: number, value: number | null): void {
  if (value !== null) angles.set(payload, value);
}
