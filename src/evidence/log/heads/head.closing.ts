import { Injectable } from '@nestjs/common';
import {
  AuditReader,
  Clock,
  Installation,
  OnEveryMinute,
  SYSTEM,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { LogJournal } from '../log.journal.js';
import { HeadRepository, type HeadRow, type WholeRow } from './head.repository.js';
import { beginningOf, daysToClose, type HeadKind, nextHead, periodOfDay } from './head.rules.js';

type Rows = AsyncIterable<WholeRow> | Iterable<WholeRow>;

/**
 * Closes each day: one running hash over its audit, one over each item's new custody events, both entered into the log.
 * A row that is changed, taken away or put in later gives another hash.
 */
@Injectable()
export class HeadClosing {
  constructor(
    private readonly heads: HeadRepository,
    private readonly audit: AuditReader,
    private readonly log: LogJournal,
    private readonly installation: Installation,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('evidence.log_heads')
  async closeDays(): Promise<void> {
    const due = await this.unitOfWork.read((tx) => this.due(tx));
    for (const day of due) await this.unitOfWork.run(SYSTEM, (tx) => this.close(tx, day));
  }

  /** Heads of a day that its rows no longer give. */
  async altered(tx: Tx, kind: HeadKind, day: string): Promise<HeadRow[]> {
    const altered: HeadRow[] = [];
    for (const head of await this.heads.ofDay(tx, kind, day)) {
      const again = await runThrough(head.previous, await this.rowsOf(tx, head));
      if (again.rows !== head.rows || !again.head.equals(head.head)) altered.push(head);
    }
    return altered;
  }

  private async due(tx: Tx): Promise<string[]> {
    return daysToClose(await this.heads.lastClosedDay(tx), await this.audit.begin(tx), this.clock.now());
  }

  private async close(tx: Tx, day: string): Promise<void> {
    const installationId = await this.installation.id(tx);
    if (installationId === undefined || !(await this.heads.takeTurn(tx))) return;
    if (!(await this.due(tx)).includes(day)) return;
    await this.enter(tx, { kind: 'audit_head', subjectId: installationId, day });
    for (const subjectId of await this.heads.itemsWithNews(tx, periodOfDay(day)))
      await this.enter(tx, { kind: 'custody_head', subjectId, day });
  }

  private async enter(tx: Tx, chain: Pick<HeadRow, 'kind' | 'subjectId' | 'day'>): Promise<void> {
    const { kind, subjectId, day } = chain;
    const before = await this.heads.latest(tx, kind, subjectId);
    const previous = before?.head ?? beginningOf(kind, subjectId);
    const { rows, head } = await runThrough(previous, await this.rowsOf(tx, chain));
    await this.heads.insert(tx, { ...chain, rows, previous, head, madeAt: this.clock.now() });
    const content = { day, rows, previous: previous.toString('hex'), head: head.toString('hex') };
    await this.log.enter(tx, { kind, subjectId, content });
  }

  private async rowsOf(tx: Tx, { kind, subjectId, day }: Pick<HeadRow, 'kind' | 'subjectId' | 'day'>): Promise<Rows> {
    const { from, to } = periodOfDay(day);
    return kind === 'audit_head' ? this.audit.between(tx, from, to) : this.heads.custodyOf(tx, subjectId, { from, to });
  }
}

async function runThrough(from: Buffer, rows: Rows): Promise<{ rows: number; head: Buffer }> {
  let [count, head] = [0, from];
  for await (const row of rows) [count, head] = [count + 1, nextHead(head, row)];
  return { rows: count, head };
}
