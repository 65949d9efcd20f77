import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, type ServedFile, UnitOfWork } from '../../../platform/index.js';
import { MOST_LABELS } from '../labels/label.formats.js';
import { LabelPrinter } from '../labels/label-printer.js';
import { LabelTexts } from '../labels/label-texts.service.js';
import { BlankLabelErrors } from './blank-label.errors.js';
import { BlankLabelRepository } from './blank-label.repository.js';
import type { BlankSheetQuery } from './blank-label.schemas.js';
import { LabelBatches } from './label-batches.service.js';

const TITLE = { zh: '待认领标签', en: 'Labels to be claimed' } as const;

/** The labels of a batch on paper, as often as the printer needs: those that are claimed are left out. */
@Injectable()
export class BlankSheets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly batches: LabelBatches,
    private readonly labels: BlankLabelRepository,
    private readonly texts: LabelTexts,
    private readonly printer: LabelPrinter,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, LABELS_ALL_CLAIMED, PUBLIC_URL_UNSET */
  async write(
    actor: Actor,
    id: string,
    { wish, askedAt }: { readonly wish: z.output<typeof BlankSheetQuery>; readonly askedAt: string },
  ): Promise<ServedFile> {
    const { language, layout } = wish;
    const texts = await this.unitOfWork.run(actor, async (tx) => {
      const { unitId } = await this.batches.required(tx, actor, id);
      const free = await this.labels.labels(tx, id, { claimed: false, limit: MOST_LABELS });
      if (free.length === 0) throw BlankLabelErrors.LABELS_ALL_CLAIMED();
      const subject = { kind: 'label_batch', id };
      const details = { layout, labels: free.length };
      await this.audit.record(tx, { action: 'equipment.printBlankSheets', subject, details });
      return free.map(({ code }) => this.texts.blank(code, unitId, { language, askedAt }));
    });
    return this.printer.sheets(texts, wish, TITLE);
  }
}
