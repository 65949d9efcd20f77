import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { AuditRepository } from './audit.repository.js';

/** What was done to a thing and who did it, as they were then. Details stay with the audit. */
export interface ActivityEntry {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly byName: string | null;
  readonly byUnitName: string | null;
}

/** The history of one thing, for whoever may see the thing. No access decision is taken here. */
@Injectable()
export class Activity {
  constructor(private readonly audit: AuditRepository) {}

  /** Newest first; without refusals. */
  async of(
    tx: Tx,
    subject: { readonly kind: string; readonly id: string },
    before: string | undefined,
    limit: number,
  ): Promise<ActivityEntry[]> {
    return this.audit.activityOf(tx, subject, before, limit);
  }
}
