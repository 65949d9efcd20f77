import { Injectable } from '@nestjs/common';
import { AuditTrail, type Tx } from '../../platform/index.js';
import { CustodyLog } from './custody-log.js';
import type { LinkClaim } from './link.rules.js';

/** Writes down who made an address for which file. */
@Injectable()
export class LinkRecords {
  constructor(
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
  ) {}

  async made(tx: Tx, itemId: string, what: LinkClaim['what'], until: Date): Promise<void> {
    const details = { what, until: until.toISOString() };
    await this.custody.record(tx, itemId, 'shared', details);
    await this.audit.record(tx, { action: 'evidence.share', subject: { kind: 'evidence', id: itemId }, details });
  }
}
