import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, type Tx, UnitOfWork } from '../../../platform/index.js';
import { AnsweredChecklists } from './checklists/answered-checklists.service.js';
import { toAnsweredView } from './checklists/checklist.schemas.js';
import type { CustodyDetail } from './custody-detail.schemas.js';
import { CustodyReader } from './custody-reader.service.js';
import type { CustodyRow } from './custody-row.js';
import { HandOverRepository } from './hand-overs/hand-over.repository.js';
import { toHandOverView } from './hand-overs/hand-over.schemas.js';
import { PaperRepository } from './papers/paper.repository.js';
import { type DrawnSignatureList, toDrawnSignature, toSignatureView } from './papers/signature.schemas.js';

/** One custody with everything that was signed, answered and photographed, for its parties and the owner. */
@Injectable()
export class CustodyDossier {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: CustodyReader,
    private readonly papers: PaperRepository,
    private readonly checklists: AnsweredChecklists,
    private readonly offers: HandOverRepository,
  ) {}

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof CustodyDetail>> {
    return this.unitOfWork.read(async (tx) => {
      const row = await this.readable(tx, actor, id);
      return {
        ...this.reader.view(actor, row),
        signatures: (await this.papers.signaturesOf(tx, id)).map(toSignatureView),
        checklists: (await this.checklists.of(tx, id)).map(toAnsweredView),
        handOvers: (await this.offers.ofCustody(tx, id)).map(toHandOverView),
        photos: (await this.papers.photosOf(tx, id)).map(({ fileId, moment, attachedAt }) => ({
          fileId,
          moment,
          attachedAt: attachedAt.toISOString(),
        })),
      };
    });
  }

  /** The drawings themselves. @throws NOT_FOUND */
  async signatures(actor: Actor, id: string): Promise<z.input<typeof DrawnSignatureList>> {
    return this.unitOfWork.read(async (tx) => {
      await this.readable(tx, actor, id);
      return { items: (await this.papers.signaturesOf(tx, id)).map(toDrawnSignature) };
    });
  }

  private async readable(tx: Tx, actor: Actor, id: string): Promise<CustodyRow> {
    const row = await this.reader.required(tx, id);
    this.reader.requireFor(actor, 'custody.read', row);
    return row;
  }
}
