import { Injectable } from '@nestjs/common';
import { AccessService, People } from '../../../identity/index.js';
import { type Actor, Clock, PlatformErrors, type Tx } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionErrors } from '../../missions.errors.js';
import { MissionEvents } from '../../missions.events.js';
import type { AirspaceZone } from './airspace-zone.entity.js';
import { AirspaceZoneRepository } from './airspace-zone.repository.js';
import { ZoneArrival } from '../hits/zone-arrival.service.js';

/** Brings single zones into force and ends them. */
@Injectable()
export class ZoneKeeper {
  constructor(
    private readonly zones: AirspaceZoneRepository,
    private readonly arrival: ZoneArrival,
    private readonly access: AccessService,
    private readonly people: People,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  async add(tx: Tx, zone: AirspaceZone, details: Readonly<Record<string, unknown>>): Promise<void> {
    const flightsHit = await this.arrival.bring(tx, [zone]);
    await this.journal.record(tx, {
      action: 'airspace.add',
      subject: { kind: 'zone', id: zone.id },
      details: { ...details, flightsHit },
      event: MissionEvents['missions.zone_added'],
      fact: { zoneId: zone.id, rule: zone.rule },
    });
  }

  /** Whoever may add zones for the unit of the one who added it. @throws NOT_FOUND, FORBIDDEN, ZONE_… */
  async end(tx: Tx, actor: Actor, id: string, reason: string): Promise<AirspaceZone> {
    const zone = await this.zones.lock(tx, id);
    if (!zone) throw PlatformErrors.NOT_FOUND();
    const author = zone.createdBy === null ? undefined : await this.people.find(tx, zone.createdBy);
    this.access.require(actor, 'airspace.manage', [{ id, unitIds: author ? [author.unitId] : [] }]);
    if (zone.publicationId !== null) throw MissionErrors.ZONE_OF_PUBLICATION({ publicationId: zone.publicationId });
    if (zone.endedAt !== null) throw MissionErrors.ZONE_ENDED();
    zone.endedAt = this.clock.now();
    await this.zones.end(tx, [id], zone.endedAt);
    await this.journal.record(tx, {
      action: 'airspace.end',
      subject: { kind: 'zone', id },
      details: { reason },
      event: MissionEvents['missions.zone_ended'],
      fact: { zoneId: id, rule: zone.rule },
    });
    return zone;
  }
}
