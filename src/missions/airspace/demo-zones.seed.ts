import { Injectable } from '@nestjs/common';
import { boundingBox } from '../../geo/index.js';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import { DEMO_ZONE_SOURCE, DEMO_ZONES } from './demo-zones.data.js';

/** Zones for the demonstration, so that plans and check-outs have something to be reminded of. */
@Injectable()
export class DemoZonesSeed {
  constructor(
    private readonly zones: AirspaceZoneRepository,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(30)
  async seed(tx: Tx): Promise<void> {
    const present = await this.zones.names(tx, DEMO_ZONE_SOURCE);
    for (const { name, rule, geometry, upperMetres, authority } of DEMO_ZONES) {
      if (present.has(name)) continue;
      await this.zones.insert(tx, {
        id: newId(),
        name,
        rule,
        geometry,
        bbox: boundingBox(geometry),
        band: { lowerMetres: 0, upperMetres },
        during: {},
        authority,
        source: DEMO_ZONE_SOURCE,
        version: 1,
        createdBy: null,
        createdAt: this.clock.now(),
      });
    }
  }
}
