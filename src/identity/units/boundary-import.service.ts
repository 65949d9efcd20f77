import { Injectable } from '@nestjs/common';
import { type BoundaryFeature, featuresFromGeoJson } from '../../geo/index.js';
import { type Actor, AuditTrail, Clock, type Tx, UnitOfWork } from '../../platform/index.js';
import { IdentityErrors } from '../identity.errors.js';
import { BoundaryRepository } from './boundary.repository.js';
import { Places } from './places.service.js';

export interface ImportResult {
  readonly features: number;
  readonly changed: number;
}

/** Takes jurisdiction polygons into the database; the same file again changes nothing. */
@Injectable()
export class BoundaryImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: BoundaryRepository,
    private readonly places: Places,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * @param collection GeoJSON FeatureCollection, WGS-84, with adcode, name and level
   * @throws BOUNDARY_FILE_INVALID
   */
  async importGeoJson(actor: Actor, collection: unknown, source: string): Promise<ImportResult> {
    const features = readFeatures(collection);
    const result = await this.unitOfWork.run(actor, async (tx) => {
      const changed = await this.put(tx, features, source);
      if (changed > 0)
        await this.audit.record(tx, {
          action: 'boundary.import',
          details: { source, features: features.length, changed },
        });
      return { features: features.length, changed };
    });
    await this.places.refresh();
    return result;
  }

  async put(tx: Tx, features: readonly BoundaryFeature[], source: string): Promise<number> {
    const now = this.clock.now();
    let changed = 0;
    for (const feature of features) if (await this.repository.put(tx, feature, source, now)) changed += 1;
    return changed;
  }
}

function readFeatures(collection: unknown): readonly BoundaryFeature[] {
  const reading = featuresFromGeoJson(collection);
  if (reading.ok) return reading.features;
  const where = reading.index === undefined ? '' : ` in feature ${reading.index + 1}`;
  throw IdentityErrors.BOUNDARY_FILE_INVALID({ reason: reading.code + where, fault: reading.code });
}
