import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { SearchFilter } from '../../evidence/index.js';
import { PreparedShape } from '../../geo/index.js';
import { UnitTree } from '../../identity/index.js';
import { type Actor, UnitOfWork } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { requireKind } from '../commands/session-kind.js';
import { SessionReader } from '../sessions/session-reader.js';
import { captured, CollectedEvidence } from './collected-evidence.js';
import { CollectionRepository, type Lead } from './collection.repository.js';
import { type CollectionTime, coveredShare, type Sector } from './collection.rules.js';
import type { CollectedPage, CollectedQuery, CollectionView } from './collection.schemas.js';

type SectorView = z.input<typeof CollectionView>['sectors'][number];
type Collected = z.input<typeof CollectedPage>['items'][number];

interface Ground {
  readonly caseId: string;
  readonly sectors: readonly Sector[];
  readonly lead: Lead | undefined;
  readonly time: CollectionTime | undefined;
}

/** What was collected where, by which unit; each sees what access gives them, and nothing is copied or moved. */
@Injectable()
export class CollectionReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionReader,
    private readonly collections: CollectionRepository,
    private readonly evidence: CollectedEvidence,
    private readonly units: UnitTree,
  ) {}

  /** @throws NOT_FOUND, WRONG_SESSION_KIND */
  async collection(actor: Actor, sessionId: string): Promise<z.input<typeof CollectionView>> {
    const { caseId, sectors, lead, time } = await this.ground(actor, sessionId);
    const meanwhile = time && captured(caseId, time);
    const views: SectorView[] = [];
    for (const sector of sectors) views.push(await this.sectorView(actor, sector, meanwhile));
    return {
      leadUnit: lead ? { ...this.named(lead.unitId), namedSeq: lead.namedSeq } : null,
      time: time ? { from: time.from.toISOString(), to: time.to?.toISOString() ?? null } : null,
      sectors: views,
      outside: meanwhile ? await this.evidence.outside(actor, meanwhile, sectors) : 0,
    };
  }

  /** The latest first. @throws NOT_FOUND, WRONG_SESSION_KIND, SECTOR_UNKNOWN, CURSOR_INVALID */
  async items(
    actor: Actor,
    sessionId: string,
    { sectorId, limit, cursor }: z.output<typeof CollectedQuery>,
  ): Promise<z.input<typeof CollectedPage>> {
    const { caseId, sectors, time } = await this.ground(actor, sessionId);
    const chosen = sectorId === undefined ? sectors : sectors.filter((sector) => sector.sectorId === sectorId);
    if (sectorId !== undefined && chosen.length === 0) throw CommandErrors.SECTOR_UNKNOWN();
    if (!time || chosen.length === 0) return { items: [], nextCursor: null };
    const filter = { ...captured(caseId, time), areas: chosen.map(({ geometry }) => geometry) };
    const page = await this.evidence.page(actor, filter, { limit, cursor });
    const shapes = sectors.map((sector) => ({ id: sector.sectorId, shape: new PreparedShape(sector.geometry) }));
    const items = page.items.map(({ broughtInBy, custody, ...item }): Collected => {
      const { position } = item;
      const holding = position ? shapes.filter(({ shape }) => shape.holds(position)) : [];
      return {
        ...item,
        ...this.named(broughtInBy),
        sectorIds: holding.map(({ id }) => id),
        custody: { ...this.named(custody.unitId), last: custody.last },
      };
    });
    return { items, nextCursor: page.nextCursor };
  }

  private async ground(actor: Actor, sessionId: string): Promise<Ground> {
    return this.unitOfWork.read(async (tx) => {
      const session = await this.sessions.requireVisible(tx, actor, sessionId);
      requireKind(session, 'joint_collection');
      return {
        caseId: session.caseId,
        sectors: await this.collections.sectors(tx, sessionId),
        lead: await this.collections.lead(tx, sessionId),
        time: await this.collections.time(tx, sessionId),
      };
    });
  }

  private async sectorView(actor: Actor, sector: Sector, meanwhile: SearchFilter | undefined): Promise<SectorView> {
    const { sectorId: id, name, unitId, geometry, squareMetres, version, seq, status, note, reportedSeq } = sector;
    const tally = meanwhile ? await this.evidence.tally(actor, meanwhile, sector) : [];
    const footprints = meanwhile ? await this.evidence.footprints(actor, meanwhile, sector) : [];
    return {
      sectorId: id,
      name,
      ...this.named(unitId),
      squareMetres,
      version,
      seq,
      status,
      note,
      reportedSeq,
      polygon: geometry,
      collected: tally.map(({ unitId: collector, kind, count }) => ({ ...this.named(collector), kind, count })),
      footprints: footprints.length,
      coveredShare: coveredShare(geometry, footprints),
    };
  }

  private named<Known extends string | null>(unitId: Known) {
    return { unitId, unitName: unitId === null ? '' : (this.units.find(unitId)?.name ?? '') };
  }
}
