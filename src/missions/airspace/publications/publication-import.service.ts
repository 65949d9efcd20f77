import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { boundingBox, checkPolygon } from '../../../geo/index.js';
import { AccessService, asUser } from '../../../identity/index.js';
import {
  type Actor,
  AppError,
  Clock,
  fillIn,
  newId,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import type { ZoneReading } from '../zone-file/zone-draft.js';
import type { AirspacePublication } from './airspace-publication.entity.js';
import { AirspacePublicationRepository } from './airspace-publication.repository.js';
import { type EditionChange, editionChange } from './edition.rules.js';
import { EditionWriter } from './edition.writer.js';
import type { PublicationImportAnswer, PublicationInput } from './publication.schemas.js';
import { withSwapped } from './swapped.rules.js';
import { ZoneFileReader } from './zone-file.reader.js';

const MOST_FAULTS_TOLD = 1_000;

/** A file on our disk. */
export interface ZoneFile {
  readonly path: string;
  readonly digest: string;
}

type Answer = z.input<typeof PublicationImportAnswer>;

/** A published file becomes an edition: all of it or nothing. */
@Injectable()
export class PublicationImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly publications: AirspacePublicationRepository,
    private readonly reader: ZoneFileReader,
    private readonly writer: EditionWriter,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /**
   * A dry run tells what the import would do, faults included, and writes nothing.
   * @throws AIRSPACE_BUSY, ZONE_IMPORT_REFUSED with every fault, ZONE_FILE_…, ZONE_IMPORT_FILE_CHANGED, PUBLICATION_…, POLYGON_… of the
   *   area, NOT_FOUND, FORBIDDEN
   */
  async import(actor: Actor, file: ZoneFile, input: PublicationInput): Promise<Answer> {
    this.access.require(actor, 'airspace.manage', [{ id: '', unitIds: [asUser(actor).unitId] }]);
    assertArea(input);
    if (input.digest !== undefined && input.digest !== file.digest)
      throw MissionErrors.ZONE_IMPORT_FILE_CHANGED({ digest: file.digest });
    const reading = withSwapped(await this.reader.read(file.path), input.area);
    if (input.mode === 'dry_run')
      return this.unitOfWork.read((tx) => this.preview(tx, actor, { file, input, reading }), actor);
    if (reading.faults.length > 0)
      throw MissionErrors.ZONE_IMPORT_REFUSED({ faultCount: reading.faults.length, faults: faultsOf(reading) });
    return this.writer.inTurn(reading.drafts, () =>
      this.unitOfWork.run(actor, (tx) => this.apply(tx, actor, { file, input, reading })),
    );
  }

  private async preview(tx: Tx, actor: Actor, work: Work): Promise<Answer> {
    const publication = await this.publicationFor(tx, actor, work.input);
    const change = await this.changeOf(tx, publication, work);
    const publicationId = work.input.publicationId ?? null;
    return answerOf(work, change, { publicationId, edition: publication.edition, flightsHit: null });
  }

  private async apply(tx: Tx, actor: Actor, work: Work): Promise<Answer> {
    await this.publications.lockImports(tx);
    const publication = await this.publicationFor(tx, actor, work.input);
    const change = await this.changeOf(tx, publication, work);
    const told = { actor, file: work.file, format: work.reading.format };
    const flightsHit = await this.writer.write(tx, publication, change, told);
    return answerOf(work, change, { publicationId: publication.id, edition: publication.edition, flightsHit });
  }

  private async changeOf(tx: Tx, publication: AirspacePublication, { reading }: Work): Promise<EditionChange> {
    return editionChange(reading.drafts, await this.writer.inForce(tx, publication), publication);
  }

  /** The publication as this edition makes it. */
  private async publicationFor(tx: Tx, actor: Actor, input: PublicationInput): Promise<AirspacePublication> {
    const before = input.publicationId === undefined ? null : await this.publications.find(tx, input.publicationId);
    if (input.publicationId !== undefined && before === null) throw PlatformErrors.NOT_FOUND();
    if (before) this.requireKept(actor, before);
    const namesake = await this.publications.named(tx, input.name);
    if (namesake && namesake.id !== before?.id) throw MissionErrors.PUBLICATION_EXISTS({ publicationId: namesake.id });
    const { name, authority, area, during, publishedOn, source } = input;
    const now = this.clock.now();
    return {
      id: before?.id ?? newId(),
      name,
      authority,
      area,
      areaBox: boundingBox(area),
      during,
      publishedOn,
      source,
      edition: (before?.edition ?? 0) + 1,
      unitId: before ? before.unitId : asUser(actor).unitId,
      createdBy: before ? before.createdBy : actor.id,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      endedAt: null,
    };
  }

  private requireKept(actor: Actor, { id, unitId, endedAt }: AirspacePublication): void {
    this.access.require(actor, 'airspace.manage', [{ id, unitIds: unitId ? [unitId] : [] }]);
    if (endedAt !== null) throw MissionErrors.PUBLICATION_ENDED();
  }
}

interface Work {
  readonly file: ZoneFile;
  readonly input: PublicationInput;
  readonly reading: ZoneReading;
}

function answerOf(
  { file, input, reading }: Work,
  { added, changed, ended, unchanged }: EditionChange,
  made: Pick<Answer, 'publicationId' | 'edition' | 'flightsHit'>,
): Answer {
  const notes: Record<string, number> = {};
  for (const note of reading.drafts.flatMap((draft) => [...new Set(draft.notes)])) notes[note] = (notes[note] ?? 0) + 1;
  return {
    mode: input.mode,
    digest: file.digest,
    format: reading.format,
    ...made,
    features: reading.features,
    skipped: reading.skipped,
    added: added.length,
    changed: changed.length,
    ended: ended.length,
    unchanged,
    faultCount: reading.faults.length,
    faults: faultsOf(reading),
    notes,
  };
}

function faultsOf({ faults }: ZoneReading): Answer['faults'] {
  return faults.slice(0, MOST_FAULTS_TOLD).map((fault) => {
    const { entry, details } = errorOf(fault.code);
    return { ...fault, zh: fillIn(entry.zh, details), en: fillIn(entry.en, details) };
  });
}

function errorOf(code: string): AppError {
  const factory = Object.entries(MissionErrors).find(([known]) => known === code)?.[1];
  if (factory === undefined) throw new Error(`no error ${code}`);
  return factory();
}

function assertArea({ area, during }: PublicationInput): void {
  for (const coordinates of area.type === 'Polygon' ? [area.coordinates] : area.coordinates) {
    const checked = checkPolygon({ type: 'Polygon', coordinates });
    if (!checked.ok) throw MissionErrors[checked.code]();
  }
  if (during.from && during.to && during.from >= during.to) throw MissionErrors.ZONE_PERIOD_EMPTY();
}
