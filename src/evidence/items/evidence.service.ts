import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import type { EvidenceLinkKind } from '../evidence.codes.js';
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
  /** The cases on whose lists it is. */
  readonly caseIds: readonly string[];
  readonly capturedAt: Date | null;
  readonly position: { readonly lon: number; readonly lat: number } | undefined;
}

/** Items as people and other features ask for them. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly visible: ItemAccess,
    private readonly dossiers: DossierReader,
    private readonly chain: ChainService,
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
    return found.map(({ item: { id, kind, title, sha256, unitId, capturedAt, lon, lat }, attachments }) => {
      const caseIds = attachments.map(({ caseId }) => caseId);
      const position = lon === null || lat === null ? undefined : { lon, lat };
      return { id, kind, title, sha256, unitId, caseIds, capturedAt, position };
    });
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
