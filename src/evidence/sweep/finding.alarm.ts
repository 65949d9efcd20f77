import { Injectable } from '@nestjs/common';
import { Notices, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { IntegrityFinding } from './integrity-finding.entity.js';
import { SweepNotices } from './sweep.notices.js';

const NOTICE_OF = {
  missing: 'ORIGINAL_MISSING',
  changed: 'ORIGINAL_CHANGED',
  truncated: 'ORIGINAL_TRUNCATED',
  unreadable: 'ORIGINAL_UNREADABLE',
} as const;
const DIGITS_SHOWN = 12;
/** A store that lost everything is told by some of what it lost; all of it stands in the list of findings. */
const MOST_TOLD_A_SWEEP = 20;

/** Tells those who look after the store, and the commanders of the units whose evidence it is. */
@Injectable()
export class FindingAlarm {
  private told = { sweepId: '', findings: 0 };

  constructor(
    private readonly notices: Notices,
    private readonly units: UnitTree,
  ) {}

  async raise(
    tx: Tx,
    { id, sha256, kind, sweepId }: IntegrityFinding,
    items: readonly { readonly unitId: string }[],
  ): Promise<void> {
    if (kind === 'untracked' || this.isFlood(sweepId)) return;
    const content = SweepNotices[NOTICE_OF[kind]]({ sha256: sha256.slice(0, DIGITS_SHOWN), items: items.length });
    const subject = { kind: 'integrityFinding', id };
    const roots = this.units.all().filter(({ parentId }) => parentId === null);
    for (const { id: unitId } of roots)
      await this.notices.tell(tx, { to: { role: { unitId, role: 'system_admin' } }, content, subject });
    for (const unitId of new Set(items.map((item) => item.unitId)))
      await this.notices.tell(tx, { to: { role: { unitId, role: 'commander' } }, content, subject });
  }

  private isFlood(sweepId: string | null): boolean {
    if (sweepId === null) return false;
    const findings = this.told.sweepId === sweepId ? this.told.findings + 1 : 1;
    this.told = { sweepId, findings };
    return findings > MOST_TOLD_A_SWEEP;
  }
}
