import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Actor, AuditTrail, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import type { SiteRecord } from './site-record.entity.js';
import { SiteRecordIntake } from './site-record.intake.js';
import { SiteRecordReader } from './site-record.reader.js';
import { SiteRecordRepository } from './site-record.repository.js';
import type { SiteRecordInput, SiteRecordView } from './site-record.schemas.js';
import { toSiteRecordView } from './site-record.views.js';

type Input = z.output<typeof SiteRecordInput>;

/** Takes in records that were written at the place, often long before there was a network. */
@Injectable()
export class SiteRecordDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: SiteRecordRepository,
    private readonly reader: SiteRecordReader,
    private readonly intake: SiteRecordIntake,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The same record again changes nothing; its writer may replace a draft that nobody has signed.
   * @throws NOT_FOUND, FORBIDDEN, SITE_RECORD_ID_TAKEN, SITE_RECORD_BEING_SIGNED, SITE_RECORD_SIGNED, and what `SiteRecordIntake.read` throws
   */
  async put(actor: Actor, id: string, input: Input): Promise<z.input<typeof SiteRecordView>> {
    return this.unitOfWork.run(actor, async (tx) => {
      const draft = await this.intake.read(tx, actor, id, input);
      const isNew = await this.records.insertIfNew(tx, draft);
      if (!isNew) await this.replace(tx, draft);
      const { caseId, kind, digest } = draft;
      const subject = { kind: 'siteRecord', id };
      if (isNew)
        await this.audit.record(tx, { action: 'siteRecord.write', subject, details: { caseId, kind, digest } });
      return toSiteRecordView(await this.reader.whole(tx, (await this.records.find(tx, id)) ?? draft));
    });
  }

  private async replace(tx: Tx, draft: SiteRecord): Promise<void> {
    const kept = await this.records.lock(tx, draft.id);
    if (!kept) throw PlatformErrors.NOT_FOUND();
    const isOther = kept.caseId !== draft.caseId || kept.kind !== draft.kind || kept.writtenBy !== draft.writtenBy;
    if (isOther) throw EvidenceErrors.SITE_RECORD_ID_TAKEN();
    if (kept.digest === draft.digest) return;
    if (kept.state === 'signed') throw EvidenceErrors.SITE_RECORD_SIGNED();
    const signatures = await this.records.signaturesOf(tx, draft.id);
    if (signatures.length > 0) throw EvidenceErrors.SITE_RECORD_BEING_SIGNED();
    await this.records.replace(tx, draft);
    const details = { caseId: draft.caseId, digest: draft.digest, before: kept.digest };
    await this.audit.record(tx, {
      action: 'siteRecord.rewrite',
      subject: { kind: 'siteRecord', id: draft.id },
      details,
    });
  }
}
