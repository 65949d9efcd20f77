import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { boundingBox, checkPolygon } from '../../../geo/index.js';
import { AccessService, asUser } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  PlatformErrors,
  UnitOfWork,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { AirspaceTurns } from '../deconfliction/airspace-turns.js';
import type { AirspaceZone } from './airspace-zone.entity.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import { ZoneKeeper } from './zone-keeper.js';
import {
  toZoneFeature,
  toZoneView,
  type ZoneCreate,
  type ZoneList,
  type ZoneQuery,
  type ZoneVersions,
  type ZoneView,
} from './airspace-zone.schemas.js';

/** Where flying is forbidden, needs a permission, or has a condition. */
@Injectable()
export class AirspaceZonesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly zones: AirspaceZoneRepository,
    private readonly access: AccessService,
    private readonly keeper: ZoneKeeper,
    private readonly turns: AirspaceTurns,
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

  /** The newest first. @throws NOT_FOUND */
  async versions(id: string): Promise<z.input<typeof ZoneVersions>> {
    return this.unitOfWork.read(async (tx) => {
      const zone = await this.zones.find(tx, id);
      if (!zone) throw PlatformErrors.NOT_FOUND();
      return { items: (await this.zones.versions(tx, zone)).map(toZoneView) };
    });
  }

  /** @throws a POLYGON_… fault, ZONE_BAND_UPSIDE_DOWN, ZONE_PERIOD_EMPTY, FORBIDDEN, AIRSPACE_BUSY */
  async add(actor: Actor, input: z.output<typeof ZoneCreate>): Promise<z.input<typeof ZoneView>> {
    assertSound(input);
    const { lowerMetres, upperMetres, ...rest } = input;
    const id = newId();
    const zone: AirspaceZone = {
      ...rest,
      id,
      originId: id,
      bbox: boundingBox(input.geometry),
      band: { lowerMetres, upperMetres },
      version: 1,
      createdBy: actor.id,
      createdAt: this.clock.now(),
      ...UNPUBLISHED,
    };
    this.access.require(actor, 'airspace.manage', [{ id, unitIds: [asUser(actor).unitId] }]);
    return this.turns.take([{ volumes: [zone] }], () =>
      this.unitOfWork.run(actor, async (tx) => {
        await this.keeper.add(tx, zone, { ...input });
        return toZoneView(zone);
      }),
    );
  }

  /** @throws NOT_FOUND, FORBIDDEN, ZONE_OF_PUBLICATION, ZONE_ENDED */
  async end(actor: Actor, id: string, reason: string): Promise<z.input<typeof ZoneView>> {
    return this.unitOfWork.run(actor, async (tx) => toZoneView(await this.keeper.end(tx, actor, id, reason)));
  }
}

/** What only zones of a publication have. */
const UNPUBLISHED = {
  publicationId: null,
  code: null,
  vertical: null,
  applicability: [],
  contact: null,
  notes: [],
  digest: null,
  endedAt: null,
} satisfies Partial<AirspaceZone>;

function assertSound({ geometry, lowerMetres, upperMetres, during }: z.output<typeof ZoneCreate>): void {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const coordinates of parts) {
    const checked = checkPolygon({ type: 'Polygon', coordinates });
    if (!checked.ok) throw MissionErrors[checked.code]();
  }
  if (upperMetres !== undefined && lowerMetres >= upperMetres) throw MissionErrors.ZONE_BAND_UPSIDE_DOWN();
  if (during.from && during.to && during.from >= during.to) throw MissionErrors.ZONE_PERIOD_EMPTY();
}
