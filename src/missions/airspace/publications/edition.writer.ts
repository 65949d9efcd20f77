import { Injectable } from '@nestjs/common';
import { type Actor, Clock, newId, type Tx } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionEvents } from '../../missions.events.js';
import { AirspaceTurns } from '../deconfliction/airspace-turns.js';
import type { AirspaceZone } from '../zones/airspace-zone.entity.js';
import { AirspaceZoneRepository } from '../zones/airspace-zone.repository.js';
import { ZoneArrival } from '../hits/zone-arrival.service.js';
import type { ZoneDraft, ZoneFileFormat } from '../zone-file/zone-draft.js';
import type { AirspacePublication } from './airspace-publication.entity.js';
import { AirspacePublicationRepository } from './airspace-publication.repository.js';
import { type EditionChange, isFlownAlike, toZone, type ZoneInForce } from './edition.rules.js';

interface Told {
  readonly actor: Actor;
  readonly file: { readonly digest: string };
  readonly format: ZoneFileFormat;
}

/** Puts an edition into force: what changed gets a new version, what vanished ends, the rest stays as it is. */
@Injectable()
export class EditionWriter {
  constructor(
    private readonly publications: AirspacePublicationRepository,
    private readonly zones: AirspaceZoneRepository,
    private readonly arrival: ZoneArrival,
    private readonly turns: AirspaceTurns,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  async inForce(tx: Tx, { id }: AirspacePublication): Promise<ZoneInForce[]> {
    return this.zones.inForce(tx, id);
  }

  /** Work that writes these, once it is its turn; until then it has no connection. @throws AIRSPACE_BUSY */
  async inTurn<T>(drafts: readonly ZoneDraft[], work: () => Promise<T>): Promise<T> {
    return this.turns.take([{ volumes: drafts }], work);
  }

  /** Answers how many live flights its new zones and versions came over. */
  async write(tx: Tx, publication: AirspacePublication, change: EditionChange, told: Told): Promise<number> {
    const now = this.clock.now();
    const gone = [...change.ended, ...change.changed.map(({ before }) => before)];
    await this.zones.end(
      tx,
      gone.map(({ id }) => id),
      now,
    );
    await this.publications.save(tx, publication);
    const made = { createdBy: told.actor.id, createdAt: now };
    const fresh = change.added.map((draft) => {
      const id = newId();
      return toZone(draft, publication, { ...made, id, originId: id, version: 1 });
    });
    const next = change.changed.map(({ draft, before: { originId, version } }) =>
      toZone(draft, publication, { ...made, id: newId(), originId, version: version + 1 }),
    );
    const flightsHit = await this.arrival.bring(tx, [...fresh, ...next], await this.alike(tx, change, next));
    await this.record(tx, publication, change, told);
    return flightsHit;
  }

  /** Versions that do the same to flights as those before them: they tell nobody anything new. */
  private async alike(tx: Tx, { changed }: EditionChange, next: readonly AirspaceZone[]): Promise<Set<string>> {
    const before = await this.zones.findAll(
      tx,
      changed.map(({ before: { id } }) => id),
    );
    const byOrigin = new Map(before.map((zone) => [zone.originId, zone]));
    const same = next.filter((zone) => {
      const old = byOrigin.get(zone.originId);
      return old !== undefined && isFlownAlike(old, zone);
    });
    return new Set(same.map(({ id }) => id));
  }

  /** Every zone of it ends with it. */
  async end(tx: Tx, publication: AirspacePublication, reason: string): Promise<void> {
    const now = this.clock.now();
    const zones = await this.inForce(tx, publication);
    await this.zones.end(
      tx,
      zones.map(({ id }) => id),
      now,
    );
    publication.endedAt = now;
    publication.updatedAt = now;
    await this.publications.save(tx, publication);
    const { id, edition } = publication;
    await this.journal.record(tx, {
      action: 'airspace.endPublication',
      subject: { kind: 'publication', id },
      details: { reason, ended: zones.length },
      event: MissionEvents['missions.airspace_published'],
      fact: { publicationId: id, edition, added: 0, changed: 0, ended: zones.length },
    });
  }

  private async record(tx: Tx, publication: AirspacePublication, change: EditionChange, told: Told): Promise<void> {
    const { id: publicationId, edition, name, publishedOn, source, updatedAt: importedAt } = publication;
    const counts = { added: change.added.length, changed: change.changed.length, ended: change.ended.length };
    const fileSha256 = told.file.digest;
    await this.publications.recordEdition(tx, {
      publicationId,
      number: edition,
      publishedOn,
      source,
      fileSha256,
      format: told.format,
      ...counts,
      unchanged: change.unchanged,
      importedBy: told.actor.id,
      importedAt,
    });
    await this.journal.record(tx, {
      action: 'airspace.import',
      subject: { kind: 'publication', id: publicationId },
      details: { name, edition, fileSha256, ...counts },
      event: MissionEvents['missions.airspace_published'],
      fact: { publicationId, edition, ...counts },
    });
  }
}
