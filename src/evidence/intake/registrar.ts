import { Injectable } from '@nestjs/common';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import { AttachmentService } from '../cases/attachment.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { RenditionsService } from '../renditions/renditions.service.js';
import { IntakeJournal } from './intake.journal.js';
import { FileCompany } from './file.company.js';
import { ItemRecorder, type Receipt } from './item.recorder.js';

/** First the bytes, durable; then, in one transaction, the record and everything that follows from it. */
@Injectable()
export class Registrar {
  constructor(
    private readonly recorder: ItemRecorder,
    private readonly attachments: AttachmentService,
    private readonly renditions: RenditionsService,
    private readonly company: FileCompany,
    private readonly journal: IntakeJournal,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Takes the file at `path` over. Id of the new item. */
  async register(actor: Actor, path: string, receipt: Receipt): Promise<string> {
    await this.recorder.keep(path, receipt.arrival.digests);
    return this.unitOfWork.run(actor, async (tx) => (await this.enter(tx, receipt)).id);
  }

  /** The record of bytes that are durable already, and everything that follows from it. */
  async enter(tx: Tx, receipt: Receipt): Promise<EvidenceItem> {
    const recorded = await this.recorder.record(tx, receipt);
    const { item } = recorded;
    await this.journal.received(tx, item, receipt);
    await this.recorder.follow(tx, recorded, receipt.arrival);
    await this.company.join(tx, item, receipt);
    const { caseFile } = receipt.destination;
    if (caseFile) await this.attachments.attach(tx, item.id, caseFile, null);
    await this.renditions.request(tx, item.sha256, receipt.arrival.mediaType);
    return item;
  }

  async findByKey(tx: Tx, uploaderId: string, idempotencyKey: string): Promise<EvidenceItem | null> {
    return this.recorder.findByKey(tx, uploaderId, idempotencyKey);
  }
}
