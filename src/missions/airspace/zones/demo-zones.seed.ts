import { Injectable } from '@nestjs/common';
import { boundingBox } from '../../../geo/index.js';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../../platform/index.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import { DEMO_PUBLICATION, DEMO_ZONE_SOURCE, DEMO_ZONES, type DemoZone } from './demo-zones.data.js';
import type { AirspacePublication } from '../publications/airspace-publication.entity.js';
import { AirspacePublicationRepository } from '../publications/airspace-publication.repository.js';
import { toZone } from '../publications/edition.rules.js';
import type { ZoneDraft } from '../zone-file/zone-draft.js';

/** One publication over the province for the demonstration, so that plans and check-outs have something to be told of. */
@Injectable()
export class DemoZonesSeed {
  constructor(
    private readonly publications: AirspacePublicationRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(30)
  async seed(tx: Tx): Promise<void> {
    if (await this.publications.named(tx, DEMO_PUBLICATION.name)) return;
    const now = this.clock.now();
    const publication: AirspacePublication = {
      ...DEMO_PUBLICATION,
      id: newId(),
      areaBox: boundingBox(DEMO_PUBLICATION.area),
      during: {},
      source: DEMO_ZONE_SOURCE,
      edition: 1,
      unitId: null,
      createdBy: null,
      createdAt: now,
      updatedAt: now,
      endedAt: null,
    };
    await this.publications.save(tx, publication);
    const zones = DEMO_ZONES.map((zone) => {
      const id = newId();
      return toZone(draftOf(zone), publication, { id, originId: id, version: 1, createdBy: null, createdAt: now });
    });
    await this.zones.insert(tx, zones);
  }
}

function draftOf({ name, rule, geometry, upperMetres, authority }: DemoZone): ZoneDraft {
  return {
    code: name,
    name,
    rule,
    geometry,
    band: { lowerMetres: 0, upperMetres },
    vertical: null,
    applicability: [],
    authority,
    contact: null,
    notes: [],
  };
}
