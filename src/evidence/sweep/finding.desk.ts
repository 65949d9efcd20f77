import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, type Digests, newId, OriginalUses, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import { FindingAlarm } from './finding.alarm.js';
import type { IntegrityFinding } from './integrity-finding.entity.js';
import { SweepRepository } from './sweep.repository.js';
import type { FindingKind } from './sweep.codes.js';
import { type Reading, type Verdict, verdictOf } from './sweep.rules.js';

/** An original and what reading it again came to. */
export interface Judged {
  readonly expected: Digests;
  readonly reading: Reading;
  /** Null where somebody had one item checked. */
  readonly sweepId: string | null;
  /** The item that was checked; it is told in any case, the others when something is new. */
  readonly itemId?: string;
}

/** Writes down what is wrong with originals: once, where people see it, and on every item that rests on the bytes. */
@Injectable()
export class FindingDesk {
  constructor(
    private readonly repository: SweepRepository,
    private readonly uses: OriginalUses,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly alarm: FindingAlarm,
    private readonly clock: Clock,
  ) {}

  /** As `judge`; the item has its check in its custody log whatever comes of it. */
  async judgeItem(tx: Tx, judged: Judged & { readonly itemId: string }): Promise<Verdict> {
    const verdict = await this.judge(tx, judged);
    await this.custody.record(tx, judged.itemId, 'checked', checkDetails(judged, verdict));
    return verdict;
  }

  /** What holds of the original now. */
  async judge(tx: Tx, judged: Judged): Promise<Verdict> {
    const { expected, reading } = judged;
    const known = await this.repository.current(tx, expected.sha256);
    const verdict = await this.verdict(tx, judged);
    await this.repository.note(tx, expected.sha256, judged.sweepId, this.clock.now());
    if (known && isStill(known, verdict, reading)) {
      await this.repository.see(tx, known.id, this.clock.now());
      return verdict;
    }
    if (known) await this.close(tx, known, verdict);
    if (verdict !== 'intact') await this.open(tx, judged, verdict);
    if (verdict !== 'intact' || (known && known.kind !== 'untracked')) await this.tellItems(tx, judged, verdict);
    return verdict;
  }

  /** Bytes that a rule took away are not missing. */
  private async verdict(tx: Tx, { expected, reading }: Judged): Promise<Verdict> {
    const verdict = verdictOf(expected, reading);
    return verdict === 'missing' && !(await this.uses.isUsed(tx, expected.sha256)) ? 'intact' : verdict;
  }

  private async close(tx: Tx, { id, sha256, kind }: IntegrityFinding, verdict: Verdict): Promise<void> {
    const state = kind === 'untracked' ? 'adopted' : verdict === 'intact' ? 'restored' : 'superseded';
    await this.repository.close(tx, id, state, this.clock.now());
    await this.audit.record(tx, {
      action: 'integrity.close',
      subject: { kind: 'integrityFinding', id },
      details: { sha256, kind, state },
    });
  }

  private async open(tx: Tx, judged: Judged, kind: Exclude<Verdict, 'intact'>): Promise<void> {
    const finding = findingOf(judged, kind, this.clock.now());
    await this.repository.insert(tx, finding);
    const items = await this.repository.itemsOf(tx, finding.sha256);
    await this.audit.record(tx, {
      action: 'integrity.find',
      subject: { kind: 'integrityFinding', id: finding.id },
      details: { sha256: finding.sha256, kind, foundSha256: finding.foundSha256, items: items.length },
    });
    await this.alarm.raise(tx, finding, items);
  }

  private async tellItems(tx: Tx, judged: Judged, verdict: Verdict): Promise<void> {
    for (const { id } of await this.repository.itemsOf(tx, judged.expected.sha256))
      if (id !== judged.itemId) await this.custody.record(tx, id, 'checked', checkDetails(judged, verdict));
  }
}

/** As the custody log tells a check: what should be there, and what is. */
function checkDetails({ expected, reading }: Judged, outcome: Verdict): Readonly<Record<string, unknown>> {
  const { sha256, sm3, sizeBytes } = expected;
  return { outcome, sha256, sm3, sizeBytes, found: reading.state === 'read' ? reading.digests : null };
}

function isStill(known: IntegrityFinding, verdict: Verdict, reading: Reading): boolean {
  if (known.kind !== verdict) return false;
  return known.foundSha256 === (reading.state === 'read' ? reading.digests.sha256 : null);
}

function findingOf({ expected, reading, sweepId }: Judged, kind: FindingKind, at: Date): IntegrityFinding {
  const found = reading.state === 'read' ? reading.digests : null;
  return {
    id: newId(),
    sha256: expected.sha256,
    kind,
    state: 'open',
    foundSha256: found?.sha256 ?? null,
    foundSm3: found?.sm3 ?? null,
    foundBytes: found?.sizeBytes ?? null,
    sweepId,
    foundAt: at,
    seenAt: at,
    closedAt: null,
    closedBy: null,
    reason: null,
  };
}
