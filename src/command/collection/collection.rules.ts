import { areaSquareMetres, coveredSquareMetres, sharedSquareMetres } from '../../geo/index.js';
import type { MapPolygon } from '../commands/map-geometry.js';
import { MOST_FOOTPRINTS, type SectorStatus } from './collection.codes.js';
import type { Areal } from '../../geo/index.js';

/** A part of the ground that one unit collects in. */
export interface Sector {
  readonly sectorId: string;
  readonly name: string;
  readonly unitId: string;
  readonly geometry: MapPolygon;
  readonly positions: number;
  readonly squareMetres: number;
  readonly version: number;
  readonly seq: number;
  readonly status: SectorStatus;
  readonly note: string | null;
  readonly reportedSeq: number | null;
}

export interface SectorOverlap {
  readonly sectorId: string;
  readonly squareMetres: number;
}

/** What a shape has in common with other sectors; touching is nothing. */
export function overlapsOf(
  geometry: MapPolygon,
  others: readonly Pick<Sector, 'sectorId' | 'geometry'>[],
): SectorOverlap[] {
  return others.flatMap(({ sectorId, geometry: other }) => {
    const squareMetres = rounded(sharedSquareMetres(geometry, other));
    return squareMetres > 0 ? [{ sectorId, squareMetres }] : [];
  });
}

export function sizeOf(geometry: MapPolygon): Pick<Sector, 'positions' | 'squareMetres'> {
  const positions = geometry.coordinates.reduce((sum, ring) => sum + ring.length, 0);
  return { positions, squareMetres: rounded(areaSquareMetres(geometry)) };
}

/** How much of a sector pictures show; `unknown` where the ground of none is known, or of too many to lay together. */
export type CoveredShare = number | 'unknown';

export function coveredShare(geometry: MapPolygon, footprints: readonly Areal[]): CoveredShare {
  if (footprints.length === 0 || footprints.length > MOST_FOOTPRINTS) return 'unknown';
  const share = coveredSquareMetres(geometry, footprints) / areaSquareMetres(geometry);
  return Math.min(1, Math.round(share * 10_000) / 10_000);
}

/** Square decimetres say more than anybody can draw. */
function rounded(squareMetres: number): number {
  return Math.round(squareMetres * 100) / 100;
}

/** When a session collected; `to` is null while it does. */
export interface CollectionTime {
  readonly from: Date;
  readonly to: Date | null;
}
