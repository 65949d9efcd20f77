import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { AuditRepository } from './audit.repository.js';

/** What was done to a thing and who did it, as they were then. Details stay with the audit. */
export interface ActivityEntry {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly byName: string | null;
  readonly byUnitName: string | null;
}

/** Whose doings are asked for. */
export interface ActivityFilter {
  /** What the names of the actions begin with. */
  readonly actions: string;
  readonly actorId?: string;
  /** Units of the actors when they acted; absent: any. */
  readonly unitIds?: readonly string[];
}

/** The history of one thing, or of people, for whoever may see it. No access decision is taken here. */
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

  /** What people did, newest first; without refusals. */
  async by(tx: Tx, filter: ActivityFilter, before: string | undefined, limit: number): Promise<ActivityEntry[]> {
    return this.audit.activityBy(tx, filter, before, limit);
  }
}
