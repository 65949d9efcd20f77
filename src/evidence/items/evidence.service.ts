import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { CaseEvidenceRepository } from '../cases/case-evidence.repository.js';
import { ChainService } from '../chain/chain.service.js';
import type { CustodyEventKind, EvidenceLinkKind } from '../evidence.codes.js';
import { CustodyLog } from '../custody/custody-log.js';
import { DossierReader } from './dossier.reader.js';
import type { EvidenceView } from './evidence.schemas.js';
import { toEvidenceView } from './evidence.views.js';
import { ItemAccess } from './item-access.js';

/** An item as other features see it. */
export interface EvidenceSummary {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly sha256: string;
  readonly unitId: string;
  readonly capturedAt: Date | null;
  readonly position: { readonly lon: number; readonly lat: number } | undefined;
}

/** Where an item is kept. */
export interface ItemCustody {
  readonly unitId: string;
  /** The unit of whoever brought it in; null where that was no person. */
  readonly broughtInBy: string | null;
  readonly last: { readonly event: CustodyEventKind; readonly at: Date } | null;
}

/** Items as people and other features ask for them. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly visible: ItemAccess,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
    private readonly lists: CaseEvidenceRepository,
    private readonly custody: CustodyLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Without counting as a view: for the answer to the one who just brought it in. @throws NOT_FOUND */
  async view(actor: Actor, id: string): Promise<z.input<typeof EvidenceView>> {
    return this.unitOfWork.read(async (tx) =>
      toEvidenceView(await this.dossiers.of(tx, await this.visible.see(tx, actor, id))),
    );
  }

  /** @throws NOT_FOUND when one of them is unknown or not visible */
  async requireVisible(tx: Tx, actor: Actor, evidenceIds: readonly string[]): Promise<EvidenceSummary[]> {
    const found = await this.visible.require(tx, actor, 'evidence.read', evidenceIds);
    return found.map(({ item: { id, kind, title, sha256, unitId, capturedAt, lon, lat } }) => {
      const position = lon === null || lat === null ? undefined : { lon, lat };
      return { id, kind, title, sha256, unitId, capturedAt, position };
    });
  }

  /**
   * In which unit's custody each of the items is, and what happened last to it, views apart.
   * @throws NOT_FOUND when one of them is unknown or not visible
   */
  async custodyOf(tx: Tx, actor: Actor, evidenceIds: readonly string[]): Promise<ReadonlyMap<string, ItemCustody>> {
    const items = await this.visible.require(tx, actor, 'evidence.read', evidenceIds);
    const events = new Map((await this.custody.latest(tx, evidenceIds)).map((event) => [event.itemId, event]));
    return new Map(
      items.map(({ item: { id, unitId, uploader } }) => {
        const { event, at } = events.get(id) ?? {};
        const broughtInBy = typeof uploader['unitId'] === 'string' ? uploader['unitId'] : null;
        return [id, { unitId, broughtInBy, last: event && at ? { event, at } : null }];
      }),
    );
  }

  /** Those of the items that stand on the list of the case. No access decision is taken here. */
  async attachedTo(tx: Tx, caseId: string, evidenceIds: readonly string[]): Promise<ReadonlySet<string>> {
    const entries = await this.lists.ofItems(tx, evidenceIds);
    return new Set(entries.filter((entry) => entry.caseId === caseId).map(({ itemId }) => itemId));
  }

  /**
   * Ties an item to a record of another room, with that record as it is now. The same link twice is one.
   * No access decision is taken here.
   */
  async link(
    tx: Tx,
    evidenceId: string,
    kind: EvidenceLinkKind,
    refId: string,
    snapshot: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.chain.link(tx, evidenceId, { kind, refId, snapshot });
  }
}
