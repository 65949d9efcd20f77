import { Injectable } from '@nestjs/common';
import type { LineString } from 'geojson';
import { type Areal, boundingBox } from '../../geo/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { areaFault } from '../search/area.rules.js';
import type { MeasurementMethod } from './measurement.codes.js';
import type { MeasurementWish } from './measurement.schemas.js';
import { type Measured, measureArea, measureHeight, measureLength, measureVolume } from './measuring.rules.js';
import { SurfaceReader } from './surface.reader.js';

export interface Finding extends Measured {
  readonly method: MeasurementMethod;
  readonly geometry: Areal | LineString | null;
  readonly bounds: string | null;
}

/** Works out what is asked for; writes nothing. */
@Injectable()
export class Measurer {
  constructor(private readonly surfaces: SurfaceReader) {}

  /** @throws MEASUREMENT_SHAPE_INVALID, HEIGHT_REFERENCES_DIFFER, SURFACE_… */
  async measure(wish: MeasurementWish, digests: ReadonlyMap<string, string>): Promise<Finding> {
    switch (wish.kind) {
      case 'area':
        assertArea(wish.geometry);
        return found('ELLIPSOID_AREA', measureArea(wish.geometry, wish.positionSigmaMetres), wish.geometry);
      case 'length':
        assertLine(wish.geometry);
        return found('ELLIPSOID_LENGTH', measureLength(wish.geometry, wish.positionSigmaMetres), wish.geometry);
      case 'height':
        return found('HEIGHT_DIFFERENCE', heightOf(wish), null);
      case 'volume':
      default:
        assertArea(wish.geometry);
        return this.volume(wish, digests);
    }
  }

  private async volume(
    wish: Extract<MeasurementWish, { kind: 'volume' }>,
    digests: ReadonlyMap<string, string>,
  ): Promise<Finding> {
    const { geometry, upperItemId, lowerItemId, baseMetres = 0, heightSigmaMetres: sigma } = wish;
    const below = lowerItemId === undefined ? { baseMetres } : { sha256: digests.get(lowerItemId) ?? '' };
    const { sums, planeArea } = await this.surfaces.integrate(geometry, digests.get(upperItemId) ?? '', below);
    if (sums.cells === sums.nodataCells) throw EvidenceErrors.SURFACE_REFUSED({ reason: 'NO_VALUES' });
    const surfaces = lowerItemId === undefined ? 1 : 2;
    const measured = measureVolume(geometry, planeArea, sums, { sigma, surfaces });
    return found(surfaces === 1 ? 'SURFACE_ABOVE_PLANE' : 'BETWEEN_SURFACES', measured, geometry);
  }
}

function heightOf({ from, to }: Extract<MeasurementWish, { kind: 'height' }>): Measured {
  const measured = measureHeight(from, to);
  if (!measured) throw EvidenceErrors.HEIGHT_REFERENCES_DIFFER({ from: from.reference, to: to.reference });
  return measured;
}

function found(method: MeasurementMethod, measured: Measured, geometry: Areal | LineString | null): Finding {
  if (geometry === null) return { ...measured, method, geometry, bounds: null };
  const { minLon, minLat, maxLon, maxLat } = boundingBox(geometry);
  return { ...measured, method, geometry, bounds: `(${maxLon},${maxLat}),(${minLon},${minLat})` };
}

function assertArea(area: Areal): void {
  const reason = areaFault(area);
  if (reason !== undefined) throw EvidenceErrors.MEASUREMENT_SHAPE_INVALID({ reason });
}

function assertLine({ coordinates }: LineString): void {
  const isBeyond = coordinates.some(([lon = NaN, lat = NaN]) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90));
  if (isBeyond) throw EvidenceErrors.MEASUREMENT_SHAPE_INVALID({ reason: 'LINE_OUT_OF_RANGE' });
  const places = new Set(coordinates.map(([lon, lat]) => `${lon},${lat}`));
  if (places.size < 2) throw EvidenceErrors.MEASUREMENT_SHAPE_INVALID({ reason: 'LINE_HAS_NO_LENGTH' });
}
