import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { LogJournal } from '../log/log.journal.js';
import { shortCode } from './record-digest.rules.js';
import type { SiteRecord } from './site-record.entity.js';
import { SiteRecordRepository } from './site-record.repository.js';

/** What follows when the last signature is there: from now on the database refuses every change. */
@Injectable()
export class SiteRecordConclusion {
  constructor(
    private readonly records: SiteRecordRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly log: LogJournal,
    private readonly clock: Clock,
  ) {}

  async conclude(tx: Tx, { id, kind, caseId, digest, listedDigests }: SiteRecord): Promise<void> {
    await this.records.markSigned(tx, id, this.clock.now());
    const atHand = await this.records.atHand(tx, caseId, { digests: listedDigests, names: [] });
    const details = { recordId: id, caseId, kind, digest, code: shortCode(digest) };
    for (const item of atHand) await this.custody.record(tx, item.id, 'recorded', details);
    await this.audit.record(tx, {
      action: 'siteRecord.sign',
      subject: { kind: 'siteRecord', id },
      details: { caseId, kind, digest },
    });
    await this.log.enter(tx, { kind: 'site_record', subjectId: id, content: { kind, digest } });
  }
}
