import { Injectable } from '@nestjs/common';
import { EvidenceSearch, EvidenceService, FootprintSearch, type SearchFilter } from '../../evidence/index.js';
import { type Areal, boundingBox } from '../../geo/index.js';
import { type Actor, type Page, UnitOfWork } from '../../platform/index.js';
import { MOST_FOOTPRINTS } from './collection.codes.js';
import type { CollectionTime, Sector } from './collection.rules.js';

type Ground = Pick<Sector, 'geometry'>;

/** Items of the case captured within the time. */
export function captured(caseId: string, { from, to }: CollectionTime): SearchFilter {
  return { caseId, time: 'captured', from, to: to ?? undefined };
}

/** Evidence of the case on the ground of sectors, as access gives it to each reader. */
@Injectable()
export class CollectedEvidence {
  constructor(
    private readonly search: EvidenceSearch,
    private readonly ground: FootprintSearch,
    private readonly evidence: EvidenceService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async tally(actor: Actor, meanwhile: SearchFilter, { geometry }: Ground) {
    return this.search.tally(actor, { ...meanwhile, area: geometry });
  }

  /** How many lie in no sector, or nobody knows where. */
  async outside(actor: Actor, meanwhile: SearchFilter, sectors: readonly Ground[]): Promise<number> {
    const all = await this.search.count(actor, meanwhile);
    const areas = sectors.map(({ geometry }) => geometry);
    return all - (await this.search.count(actor, { ...meanwhile, areas }));
  }

  /** The ground of pictures about the sector, one more than can be laid together where there are too many. */
  async footprints(actor: Actor, { caseId, from, to }: SearchFilter, { geometry }: Ground): Promise<Areal[]> {
    const asked = { caseId, from, to, boxes: [boundingBox(geometry)] };
    const rows = await this.ground.footprints(actor, { ...asked, limit: MOST_FOOTPRINTS + 1 });
    return rows.map((row) => row.geometry);
  }

  /** The latest first, each with where it is kept. */
  async page(
    actor: Actor,
    filter: SearchFilter,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    const { items, nextCursor } = await this.search.page(actor, filter, { order: 'captured', ...page }, (row) => row);
    const ids = items.map(({ id }) => id);
    const custody = await this.unitOfWork.read((tx) => this.evidence.custodyOf(tx, actor, ids));
    const collected = items.flatMap(({ id, kind, title, sha256, capturedAt, lon, lat, state }) => {
      const kept = custody.get(id);
      if (!kept) return [];
      const { unitId, broughtInBy, last } = kept;
      const one = {
        id,
        kind,
        title,
        sha256,
        capturedAt: capturedAt?.toISOString() ?? null,
        position: lon === null || lat === null ? null : { lon, lat },
        state,
        broughtInBy,
        custody: { unitId, last: last && { event: last.event, at: last.at.toISOString() } },
      };
      return [one];
    });
    return { items: collected, nextCursor } satisfies Page<unknown>;
  }
}
