import { Injectable } from '@nestjs/common';
import { type Check, ClockHistory, type ClockRecord, Readiness, type Tx, UnitOfWork } from '../../../platform/index.js';
import { LogPapers } from '../../log/log.papers.js';
import type { TimestampRow } from '../../log/timestamps/timestamp.repository.js';
import { SweepRepository } from '../../sweep/sweep.repository.js';
import { chinaInstantText } from './paper.words.js';

/** What the system can say of itself, in words. */
export interface SystemFacts {
  readonly database: string;
  readonly clock: string;
  readonly checks: string;
  readonly sweep: string;
  readonly witnesses: string;
  readonly time: string;
}

const CLOCK_DAYS = 90;
const DAY_MS = 86_400_000;

@Injectable()
export class SystemFactsReader {
  constructor(
    private readonly readiness: Readiness,
    private readonly clocks: ClockHistory,
    private readonly log: LogPapers,
    private readonly sweeps: SweepRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(madeAt: Date): Promise<SystemFacts> {
    const checks = await this.readiness.checks();
    const from = new Date(madeAt.getTime() - CLOCK_DAYS * DAY_MS);
    return this.unitOfWork.read(async (tx) => ({
      database: await this.database(tx),
      clock: clockWords(await this.clocks.since(tx, from)),
      checks: checksWords(checks),
      sweep: await this.sweep(tx),
      witnesses: (await this.log.witnessNames(tx)).join('、') || '无独立见证方',
      time: timeWords(await this.log.timeOf(tx)),
    }));
  }

  private async database(tx: Tx): Promise<string> {
    const row = await tx.queryOne<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    return `PostgreSQL ${row?.version ?? '不详'}`;
  }

  private async sweep(tx: Tx): Promise<string> {
    const ended = await this.sweeps.lastEnded(tx);
    const open = [...(await this.sweeps.openByKind(tx))].map(([kind, count]) => `${kind} ${count}`).join('、');
    const { originals, neverChecked } = await this.sweeps.counts(tx);
    const last = ended?.endedAt ? `最近一次完成于 ${chinaInstantText(ended.endedAt.toISOString())}` : '尚未完成过一次';
    return `${last}；原件 ${originals} 个，其中 ${neverChecked} 个尚未复核；未结异常：${open || '无'}`;
  }
}

const STATE_WORDS: Readonly<Record<Check['state'], string>> = { ok: '正常', away: '无应答', unknown: '未检测' };

/** Without the details: they name machines and addresses of the installation, which are nobody’s outside. */
export function checksWords(checks: readonly Pick<Check, 'name' | 'state'>[]): string {
  return checks.map(({ name, state }) => `${name}：${STATE_WORDS[state]}`).join('；');
}

function clockWords({ compared, unanswered, greatestOffsetMs }: ClockRecord): string {
  if (compared === 0)
    return `近 ${CLOCK_DAYS} 日未与标准时间比对（${unanswered} 次未得到答复或未配置时间服务器），偏差不详`;
  return `近 ${CLOCK_DAYS} 日每小时比对，${compared} 次，最大偏差 ${Math.round(greatestOffsetMs ?? 0)} 毫秒；${unanswered} 次未得到答复`;
}

function timeWords(newest: TimestampRow | undefined): string {
  if (!newest) return '无独立时间：没有时间戳机构为日志盖过戳，日志内的时间仅由办案单位担保';
  const { size, stampedAt, authority, serial } = newest;
  return `${authority} 于 ${chinaInstantText(stampedAt.toISOString())} 为 ${size} 条的日志盖戳（RFC 3161，序号 ${serial}）`;
}
