import type { LineString } from 'geojson';
import { type Areal, geodesicArea, geodesicLength, geodesicPerimeter } from '../../geo/index.js';
import type { HeightReference, UncertaintyModel } from './measurement.codes.js';

/** 市制: fifteen mu are a hectare. */
const SQUARE_METRES_PER_MU = 2_000 / 3;
const SQUARE_METRES_PER_HECTARE = 10_000;

export interface Uncertainty {
  readonly model: UncertaintyModel;
  /** One standard deviation of the input, metres; null: unknown. */
  readonly sigmaMetres: number | null;
  /** Of the result, in its own unit; null: unknown. */
  readonly value: number | null;
}

export interface Measured {
  readonly result: Readonly<Record<string, number>>;
  readonly uncertainty: Uncertainty;
}

export interface MeasuredHeight {
  readonly metres: number;
  readonly reference: HeightReference;
  readonly sigmaMetres?: number | undefined;
}

/** What the cells of surfaces add up to; see the reader of surfaces. */
export interface CellSums {
  readonly cells: number;
  readonly nodataCells: number;
  /** Sums of the differences in metres over the cells, those above and those below apart. */
  readonly above: number;
  readonly below: number;
  /** Of one cell in the plane of the grid. */
  readonly cellArea: number;
}

export function measureArea(geometry: Areal, sigma: number | undefined): Measured {
  const squareMetres = geodesicArea(geometry);
  const perimeterMetres = geodesicPerimeter(geometry);
  return {
    result: { ...areaFigures(squareMetres), perimeterMetres },
    // All points off to the same side, outward: no error of that size in the positions can do more.
    uncertainty: uncertain('POSITION_TIMES_PERIMETER', sigma, (metres) => metres * perimeterMetres),
  };
}

/** Each end of each leg is off by itself, in any direction. */
export function measureLength(geometry: LineString, sigma: number | undefined): Measured {
  const legs = geometry.coordinates.length - 1;
  return {
    result: { metres: geodesicLength(geometry) },
    uncertainty: uncertain('POSITION_TIMES_ROOT_OF_TWICE_LEGS', sigma, (metres) => metres * Math.sqrt(2 * legs)),
  };
}

/** Undefined where the two heights stand over different zero levels. */
export function measureHeight(from: MeasuredHeight, to: MeasuredHeight): Measured | undefined {
  if (from.reference !== to.reference) return undefined;
  const known = from.sigmaMetres !== undefined && to.sigmaMetres !== undefined;
  const sigma = known ? Math.hypot(from.sigmaMetres ?? 0, to.sigmaMetres ?? 0) : undefined;
  return {
    result: { metres: to.metres - from.metres },
    uncertainty: uncertain('ROOT_OF_SQUARES', sigma, (metres) => metres),
  };
}

/**
 * `planeArea` is that of the outline in the plane of the grid: what it lacks of the ellipsoid's area, each cell lacks too.
 * A whole surface that is too high or too low errs by its height times the area; of two surfaces each may.
 */
export function measureVolume(
  outline: Areal,
  planeArea: number,
  sums: CellSums,
  { sigma, surfaces }: { sigma: number | undefined; surfaces: 1 | 2 },
): Measured {
  const squareMetres = geodesicArea(outline);
  const cellSquareMetres = sums.cellArea * (squareMetres / planeArea);
  const fillCubicMetres = sums.above * cellSquareMetres;
  const cutCubicMetres = sums.below * cellSquareMetres;
  const coveredSquareMetres = (sums.cells - sums.nodataCells) * cellSquareMetres;
  return {
    result: {
      fillCubicMetres,
      cutCubicMetres,
      netCubicMetres: fillCubicMetres - cutCubicMetres,
      ...areaFigures(squareMetres),
      coveredSquareMetres,
      cellSquareMetres,
      cells: sums.cells,
      nodataShare: sums.cells === 0 ? 1 : sums.nodataCells / sums.cells,
    },
    uncertainty: uncertain('HEIGHT_TIMES_AREA', sigma, (metres) => metres * Math.sqrt(surfaces) * coveredSquareMetres),
  };
}

function areaFigures(squareMetres: number) {
  return {
    squareMetres,
    hectares: squareMetres / SQUARE_METRES_PER_HECTARE,
    mu: squareMetres / SQUARE_METRES_PER_MU,
  };
}

function uncertain(model: UncertaintyModel, sigma: number | undefined, value: (sigma: number) => number): Uncertainty {
  if (sigma === undefined) return { model: 'UNKNOWN', sigmaMetres: null, value: null };
  return { model, sigmaMetres: sigma, value: value(sigma) };
}
