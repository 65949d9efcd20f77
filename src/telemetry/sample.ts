import type { Position } from '../geo/index.js';

export type { Position };

/** What JSON can say; the shape of everything a device sends before it is read. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

export const DIALECT_NAMES = ['dji', 'autel', 'skydocket'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/**
 * `none`: the sender says it has too few satellites (the position is kept and marked, not dropped);
 * `gnss`: a plain fix; `rtk_converging`, `rtk_fixed`: RTK corrections in use; `unknown`: the frame said nothing about it.
 */
export const FIX_QUALITIES = ['none', 'gnss', 'rtk_converging', 'rtk_fixed', 'unknown'] as const;
export type FixQuality = (typeof FIX_QUALITIES)[number];

/** `gateway`: a controller or dock speaks of itself; `sub_device`: the aircraft behind it; `unknown`: the message does not tell. */
export const SENDER_ROLES = ['gateway', 'sub_device', 'unknown'] as const;
export type SenderRole = (typeof SENDER_ROLES)[number];

/** Degrees; pitch −90 looks straight down, yaw is clockwise from true north. */
export interface GimbalAngles {
  readonly pitchDegrees: number | null;
  readonly rollDegrees: number | null;
  readonly yawDegrees: number | null;
}

/** The air around a dock, as its own sensors tell it; null: that sensor said nothing. */
export interface Environment {
  readonly windMetresPerSecond: number | null;
  /** 0 none, 1 light, 2 moderate, 3 heavy. */
  readonly rainfall: number | null;
  readonly celsius: number | null;
}

/** What a frame said. Frames are partial: whatever one did not say is null. */
export interface Measurements {
  /** WGS-84, float64 end to end: one float32 step is already 0.66 m at 39°N. */
  readonly position: Position | null;
  readonly altitudeEllipsoidMetres: number | null;
  readonly heightAboveTakeoffMetres: number | null;
  readonly altitudeAmslMetres: number | null;
  /** 0 ≤ heading < 360, clockwise from true north. */
  readonly headingDegrees: number | null;
  readonly pitchDegrees: number | null;
  readonly rollDegrees: number | null;
  /** Over ground, never negative. */
  readonly speedMetresPerSecond: number | null;
  /** Up is positive. */
  readonly verticalSpeedMetresPerSecond: number | null;
  readonly batteryPercent: number | null;
  readonly gimbal: GimbalAngles | null;
  /** A word for the dialect's flight mode; `unknown(n)` for a code nobody has named yet. */
  readonly mode: string | null;
  readonly fix: FixQuality;
  /** What the device says of itself (`online`, `measuring` …), in its own word. */
  readonly status: string | null;
  /** Only of a dock; an aircraft's wind is an estimate from its attitude and no weather. */
  readonly environment: Environment | null;
  /** The few further values worth keeping readable; secrets are already taken out. */
  readonly extra: JsonObject;
}

/** One frame of one device in the words of the house, whatever dialect it came in. */
export interface TelemetrySample extends Measurements {
  readonly dialect: DialectName;
  /** Serial or asset code as the sender names itself; the registry turns it into a device. */
  readonly serial: string;
  readonly gatewaySerial: string | null;
  readonly sender: SenderRole;
  /** The device's own clock. */
  readonly at: Date;
  readonly receivedAt: Date;
  /** 63 bits of sha256(topic ‖ payload): a redelivery is the same row. */
  readonly seq: bigint;
}

export const NOTHING_MEASURED: Measurements = {
  position: null,
  altitudeEllipsoidMetres: null,
  heightAboveTakeoffMetres: null,
  altitudeAmslMetres: null,
  headingDegrees: null,
  pitchDegrees: null,
  rollDegrees: null,
  speedMetresPerSecond: null,
  verticalSpeedMetresPerSecond: null,
  batteryPercent: null,
  gimbal: null,
  mode: null,
  fix: 'unknown',
  status: null,
  environment: null,
  extra: {},
};
