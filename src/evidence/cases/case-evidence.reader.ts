import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Tx } from '../../platform/index.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import { toEvidenceBrief } from '../items/evidence.views.js';
import type { CaseEvidence } from './case-evidence.entity.js';
import { CaseEvidenceRepository } from './case-evidence.repository.js';
import type { CaseEvidenceView } from './case-evidence.schemas.js';

type View = z.input<typeof CaseEvidenceView>;

/** Reads the list with the items on it. */
@Injectable()
export class CaseEvidenceReader {
  constructor(
    private readonly lists: CaseEvidenceRepository,
    private readonly items: EvidenceRepository,
  ) {}

  async entries(tx: Tx, caseId: string, page: { after: number; limit: number }): Promise<View[]> {
    return this.withItems(tx, await this.lists.ofCase(tx, caseId, page));
  }

  async entry(tx: Tx, caseId: string, itemId: string): Promise<View> {
    const entries = (await this.lists.ofItems(tx, [itemId])).filter((entry) => entry.caseId === caseId);
    const [view] = await this.withItems(tx, entries);
    if (!view) throw new Error(`item ${itemId} is not on the list of case ${caseId}`);
    return view;
  }

  private async withItems(tx: Tx, entries: readonly CaseEvidence[]): Promise<View[]> {
    const rows = await this.items.rows(
      tx,
      entries.map(({ itemId }) => itemId),
    );
    const byId = new Map(rows.map((row) => [row.id, toEvidenceBrief(row)]));
    return entries.flatMap(({ caseId, itemId, position, purpose, attachedAt }) => {
      const evidence = byId.get(itemId);
      return evidence ? [{ caseId, position, purpose, attachedAt: attachedAt.toISOString(), evidence }] : [];
    });
  }
}
