import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { boundingBox, checkPolygon } from '../../geo/index.js';
import { AccessService, asUser } from '../../identity/index.js';
import { type Actor, Clock, idInCursor, keysetPage, newId, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionErrors } from '../missions.errors.js';
import { MissionEvents } from '../missions.events.js';
import type { AirspaceZone } from './airspace-zone.entity.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import {
  toZoneFeature,
  toZoneView,
  type ZoneCreate,
  type ZoneList,
  type ZoneQuery,
  type ZoneView,
} from './airspace-zone.schemas.js';

/** Where flying is forbidden, needs a permission, or has a condition. */
@Injectable()
export class AirspaceZonesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly zones: AirspaceZoneRepository,
    private readonly access: AccessService,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  async list(query: z.output<typeof ZoneQuery>): Promise<z.input<typeof ZoneList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const found = await this.unitOfWork.read((tx) => this.zones.list(tx, { ...filter, before, limit: limit + 1 }));
    const key = ({ id }: AirspaceZone): [string] => [id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toZoneView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toZoneFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<z.input<typeof ZoneView>> {
    const zone = await this.unitOfWork.read((tx) => this.zones.find(tx, id));
    if (!zone) throw PlatformErrors.NOT_FOUND();
    return toZoneView(zone);
  }

  /** @throws a POLYGON_… fault, ZONE_BAND_UPSIDE_DOWN, ZONE_PERIOD_EMPTY, FORBIDDEN */
  async add(actor: Actor, input: z.output<typeof ZoneCreate>): Promise<z.input<typeof ZoneView>> {
    assertSound(input);
    const { lowerMetres, upperMetres, ...rest } = input;
    const zone: AirspaceZone = {
      ...rest,
      id: newId(),
      bbox: boundingBox(input.geometry),
      band: { lowerMetres, upperMetres },
      version: 1,
      createdBy: actor.id,
      createdAt: this.clock.now(),
    };
    this.access.require(actor, 'airspace.manage', [{ id: zone.id, unitIds: [asUser(actor).unitId] }]);
    return this.unitOfWork.run(actor, async (tx) => {
      await this.zones.insert(tx, zone);
      await this.journal.record(tx, {
        action: 'airspace.add',
        subject: { kind: 'zone', id: zone.id },
        details: { ...input },
        event: MissionEvents['missions.zone_added'],
        fact: { zoneId: zone.id, rule: zone.rule },
      });
      return toZoneView(zone);
    });
  }
}

function assertSound({ geometry, lowerMetres, upperMetres, during }: z.output<typeof ZoneCreate>): void {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const coordinates of parts) {
    const checked = checkPolygon({ type: 'Polygon', coordinates });
    if (!checked.ok) throw MissionErrors[checked.code]();
  }
  if (upperMetres !== undefined && lowerMetres >= upperMetres) throw MissionErrors.ZONE_BAND_UPSIDE_DOWN();
  if (during.from && during.to && during.from >= during.to) throw MissionErrors.ZONE_PERIOD_EMPTY();
}
