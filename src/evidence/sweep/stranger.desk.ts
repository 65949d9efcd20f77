import { Injectable } from '@nestjs/common';
import { AuditTrail, BlobRepository, Clock, newId, OriginalRemovals, type Tx } from '../../platform/index.js';
import type { IntegrityFinding } from './integrity-finding.entity.js';
import type { IntegritySweep } from './integrity-sweep.entity.js';
import { RemainsGate } from './remains.gate.js';
import { SweepRepository } from './sweep.repository.js';
import type { Reading } from './sweep.rules.js';

/** Judges bytes that have no record: they are told of, and only the remains of uploads that died are removed, by rule. */
@Injectable()
export class StrangerDesk {
  constructor(
    private readonly repository: SweepRepository,
    private readonly removals: OriginalRemovals,
    private readonly blobs: BlobRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly gate: RemainsGate,
  ) {}

  /** False when the bytes have a record by now. */
  async see(tx: Tx, sweep: IntegritySweep, sha256: string, reading: Reading): Promise<boolean> {
    const known = await this.repository.current(tx, sha256);
    if (reading.state === 'missing' || (await this.blobs.find(tx, sha256))) return false;
    if (known?.kind !== 'untracked') await this.open(tx, sweep, sha256, reading);
    else if (isWhole(sha256, reading) && (await this.gate.mayGo(tx, known))) await this.remove(tx, known);
    else await this.repository.see(tx, known.id, this.clock.now());
    return true;
  }

  /** Those that have a record by now, or were taken away by whoever put them there. */
  async closeUnseen(tx: Tx, { beganAt }: IntegritySweep): Promise<void> {
    for (const { id, sha256, isTracked } of await this.repository.unseenStrangers(tx, beganAt)) {
      const state = isTracked ? 'adopted' : 'gone';
      await this.repository.close(tx, id, state, this.clock.now());
      await this.audit.record(tx, {
        action: 'integrity.close',
        subject: { kind: 'integrityFinding', id },
        details: { sha256, kind: 'untracked', state },
      });
    }
  }

  private async remove(tx: Tx, { id, sha256, foundAt }: IntegrityFinding): Promise<void> {
    await this.repository.close(tx, id, 'removed', this.clock.now());
    await this.removals.schedule(tx, sha256, 'upload_remains');
    await this.audit.record(tx, {
      action: 'integrity.removeRemains',
      subject: { kind: 'integrityFinding', id },
      details: { sha256, foundAt: foundAt.toISOString(), days: this.gate.days },
    });
  }

  private async open(tx: Tx, sweep: IntegritySweep, sha256: string, reading: Reading): Promise<void> {
    const now = this.clock.now();
    const found = reading.state === 'read' ? reading.digests : null;
    const id = newId();
    await this.repository.insert(tx, {
      id,
      sha256,
      kind: 'untracked',
      state: 'open',
      foundSha256: found?.sha256 ?? null,
      foundSm3: found?.sm3 ?? null,
      foundBytes: found?.sizeBytes ?? null,
      sweepId: sweep.id,
      foundAt: now,
      seenAt: now,
      closedAt: null,
      closedBy: null,
      reason: null,
    });
    await this.audit.record(tx, {
      action: 'integrity.find',
      subject: { kind: 'integrityFinding', id },
      details: { sha256, kind: 'untracked', foundSha256: found?.sha256 ?? null },
    });
  }
}

/** Only bytes that came by us lie under their own digest; what somebody else put there is his to take away. */
function isWhole(sha256: string, reading: Reading): boolean {
  return reading.state === 'read' && reading.digests.sha256 === sha256;
}
