import type { Areal, Position } from './geo.types.js';

/** Levels of administrative units, the coarsest first. */
export const BOUNDARY_LEVELS = ['province', 'city', 'county'] as const;
export type BoundaryLevel = (typeof BOUNDARY_LEVELS)[number];

/** An administrative unit without its shape. */
export interface BoundaryUnit {
  /** Division code, six digits (GB/T 2260). The key: names repeat (桥西区 is in two cities). */
  readonly adcode: string;
  readonly name: string;
  readonly level: BoundaryLevel;
  /** The adcode of the unit above; a province has none. */
  readonly parent?: string;
  /** Where a label fits; inside the shape. */
  readonly label: Position;
}

/** An administrative unit with its shape in WGS-84. */
export interface BoundaryFeature extends BoundaryUnit {
  readonly geometry: Areal;
}
