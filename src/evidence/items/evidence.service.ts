import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService } from '../../identity/index.js';
import { parseBbox } from '../../geo/index.js';
import { type Actor, idInCursor, keysetPage, type Page, type Tx, UnitOfWork } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import type { EvidenceLinkKind } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { DossierReader } from './dossier.reader.js';
import { EvidenceRepository } from './evidence.repository.js';
import type { EvidenceBrief, EvidenceQuery, EvidenceView } from './evidence.schemas.js';
import { toEvidenceBrief, toEvidenceView } from './evidence.views.js';
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

/** Items as people and other features ask for them. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly items: EvidenceRepository,
    private readonly visible: ItemAccess,
    private readonly access: AccessService,
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

  /** Newest first. */
  async list(actor: Actor, query: z.output<typeof EvidenceQuery>): Promise<Page<z.input<typeof EvidenceBrief>>> {
    const { limit, cursor, bbox: box, f: _format, ...narrowing } = query;
    const before = idInCursor(cursor);
    const bbox = box === undefined ? undefined : boundsOf(box);
    const scope = this.access.scope(actor, 'evidence.read');
    const rows = await this.unitOfWork.read((tx) =>
      this.items.list(tx, { ...narrowing, scope, bbox, before, limit: limit + 1 }),
    );
    return keysetPage(rows, limit, ({ id }) => [id], toEvidenceBrief);
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

function boundsOf(text: string) {
  const parsed = parseBbox(text);
  if (!parsed.ok) throw EvidenceErrors.BBOX_INVALID({ reason: parsed.code });
  return parsed.bbox;
}
