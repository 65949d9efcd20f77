import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '../actor.js';
import { AuditTrail } from '../audit/index.js';
import { Clock } from '../clock/index.js';
import { type Tx, UnitOfWork } from '../database/index.js';
import { OnEveryMinute } from '../jobs/index.js';
import { type BlobStore, ORIGINALS } from './blob-store.js';
import { OriginalRemovalRepository, type RemovalReason } from './original-removal.repository.js';
import { OriginalUses } from './original-uses.js';
import { REMOVAL_GRACE_MS } from './originals.service.js';

const MOST_A_RUN = 100;

/**
 * Takes bytes out of the store that nobody uses any more. The database says so first; a process that dies in between
 * leaves a row that the next run carries out.
 */
@Injectable()
export class OriginalRemovals {
  constructor(
    @Inject(ORIGINALS) private readonly store: BlobStore,
    private readonly repository: OriginalRemovalRepository,
    private readonly uses: OriginalUses,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The bytes leave after an hour, unless something uses them by then. Within the transaction that ends their last use. */
  async schedule(tx: Tx, sha256: string, reason: RemovalReason): Promise<void> {
    const now = this.clock.now();
    await this.repository.schedule(tx, sha256, reason, now, new Date(now.getTime() + REMOVAL_GRACE_MS));
  }

  async areLeaving(tx: Tx, digests: readonly string[]): Promise<ReadonlySet<string>> {
    return this.repository.leaving(tx, digests);
  }

  /** One that fails does not hold up the others, and is tried again the next minute. */
  @OnEveryMinute('platform.remove-originals')
  async run(): Promise<void> {
    const now = this.clock.now();
    const faults: unknown[] = [];
    for (const sha256 of await this.unitOfWork.read((tx) => this.repository.due(tx, now, MOST_A_RUN))) {
      try {
        if (await this.begin(sha256, now)) await this.remove(sha256);
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} originals could not be removed yet`);
  }

  /** Its own transaction: once it has committed, no record counts on these bytes any more. */
  private async begin(sha256: string, now: Date): Promise<boolean> {
    return this.unitOfWork.run(SYSTEM, async (tx) => {
      if (!(await this.repository.lockDue(tx, sha256, now))) return false;
      if (!(await this.uses.isUsed(tx, sha256))) {
        await this.repository.begin(tx, sha256, now);
        return true;
      }
      await this.repository.giveUp(tx, sha256, now);
      return false;
    });
  }

  private async remove(sha256: string): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      if (!(await this.repository.lockBegun(tx, sha256))) return;
      await this.store.remove(sha256);
      await this.repository.end(tx, sha256, this.clock.now());
      await this.audit.record(tx, { action: 'originals.remove', subject: { kind: 'blob', id: sha256 } });
    });
  }
}
