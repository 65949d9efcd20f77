import type { Areal, Position } from '../../geo/index.js';

/**
 * `computed` from how the camera stood, `given` by a file that is itself a map. Every other outcome says why there is no
 * polygon: half of one would be taken for the whole.
 */
export const FOOTPRINT_OUTCOMES = [
  'computed',
  'given',
  'above_horizon',
  'beyond_range',
  'no_position',
  'no_height',
  'no_attitude',
  'lens_unknown',
  'camera_reversed',
  'map_edge',
] as const;
export type FootprintOutcome = (typeof FOOTPRINT_OUTCOMES)[number];

/** Where the height above ground comes from: measured to the ground itself, or above the take-off point. */
export const FOOTPRINT_HEIGHT_SOURCES = ['laser', 'takeoff_relative', 'telemetry'] as const;
export type FootprintHeightSource = (typeof FOOTPRINT_HEIGHT_SOURCES)[number];

/** What the focal length rests on, the surest first. */
export const LENS_SOURCES = ['dewarp_data', 'calibrated_focal_length', 'film_focal_length', 'sensor_table'] as const;
export type LensSource = (typeof LENS_SOURCES)[number];

/** Brown's model: radial k1 to k3, tangential p1 and p2. */
export interface Distortion {
  readonly k1: number;
  readonly k2: number;
  readonly k3: number;
  readonly p1: number;
  readonly p2: number;
}

/** A real lens, in pixels of the full frame; its axis lies this far right of and below the middle. */
export interface RealLens {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly focalXPixels: number;
  readonly focalYPixels: number;
  readonly axisXPixels: number;
  readonly axisYPixels: number;
  /** Null where the camera has straightened the picture already, or the file says nothing of it. */
  readonly distortion: Distortion | null;
  readonly source: LensSource;
  /** Share of the focal length that it may be wrong by, one standard deviation. */
  readonly focalSigma: number;
}

export interface FootprintHeight {
  readonly source: FootprintHeightSource;
  readonly metres: number;
  readonly sigmaMetres: number;
}

/** How a camera stood over ground that is taken for flat. */
export interface Standing {
  readonly position: Position;
  readonly positionSigmaMetres: number;
  readonly height: FootprintHeight;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
}

/** One corner of the picture on the ground. */
export interface FootprintCorner extends Position {
  /** On the ground, from the point below the camera. */
  readonly distanceMetres: number;
  /** One standard deviation; null where a little more tilt would show the sky. */
  readonly uncertaintyMetres: number | null;
}

/** What a computed polygon rests on, so that another hand can repeat it. */
export interface ComputedDetails {
  readonly method: 'rays_on_flat_ground';
  readonly terrain: 'flat';
  readonly height: FootprintHeight;
  /** Every height that is known, in metres above what each starts from. */
  readonly heights: Readonly<Record<FootprintHeightSource, number | null>>;
  readonly lens: {
    readonly source: LensSource;
    readonly focalPixels: number;
    readonly widthPixels: number;
    readonly heightPixels: number;
    readonly straightened: boolean;
  };
  readonly attitude: {
    readonly yawDegrees: number;
    readonly pitchDegrees: number;
    readonly rollDegrees: number;
    readonly sigmaDegrees: number;
  };
  readonly positionSigmaMetres: number;
  readonly nearMetres: number;
  readonly farMetres: number;
  readonly areaSquareMetres: number;
  /** Upper left, upper right, lower right, lower left of the picture. */
  readonly corners: readonly FootprintCorner[];
  /** Of the nearest and of the farthest corner. */
  readonly uncertaintyMetres: { readonly near: number | null; readonly far: number | null };
}

export type FootprintDetails = Readonly<Record<string, unknown>>;

/** A polygon with what it rests on, or why there is none. */
export interface Footprint {
  readonly outcome: FootprintOutcome;
  readonly geometry: Areal | null;
  readonly details: FootprintDetails;
}
