import { Injectable } from '@nestjs/common';
import { ClockHistory, type ClockRecord, Readiness, UnitOfWork } from '../../../platform/index.js';
import type { CheckpointRow } from '../../log/log.repository.js';
import { LogNotary } from '../../log/log.notary.js';

/** What the system can say of itself, in words. */
export interface SystemFacts {
  readonly database: string;
  readonly clock: string;
  readonly checks: string;
  readonly sweep: string;
  readonly witnesses: string;
  readonly timestamps: string;
}

const CLOCK_DAYS = 90;
const DAY_MS = 86_400_000;

@Injectable()
export class SystemFactsReader {
  constructor(
    private readonly readiness: Readiness,
    private readonly clocks: ClockHistory,
    private readonly notary: LogNotary,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(checkpoint: CheckpointRow, madeAt: Date): Promise<SystemFacts> {
    const checks = await this.readiness.checks();
    const anchors = this.notary.anchorsOf(checkpoint);
    const from = new Date(madeAt.getTime() - CLOCK_DAYS * DAY_MS);
    const [version, clock] = await this.unitOfWork.read(async (tx) => [
      await tx.queryOne<{ version: string }>(`SELECT current_setting('server_version') AS version`),
      await this.clocks.since(tx, from),
    ]);
    return {
      database: `PostgreSQL ${version?.version ?? '不详'}`,
      clock: clockWords(clock),
      checks: checks.map(({ name, state, detail }) => `${name}：${state}（${detail}）`).join('；'),
      sweep: '尚无巡检记录',
      witnesses: anchors.witnesses.join('、') || '无独立见证方',
      timestamps: anchors.timestamps.map((at) => at.toISOString()).join('、') || '无',
    };
  }
}

function clockWords({ compared, unanswered, greatestOffsetMs }: ClockRecord): string {
  if (compared === 0)
    return `近 ${CLOCK_DAYS} 日未与标准时间比对（${unanswered} 次未得到答复或未配置时间服务器），偏差不详`;
  return `近 ${CLOCK_DAYS} 日每小时比对，${compared} 次，最大偏差 ${Math.round(greatestOffsetMs ?? 0)} 毫秒；${unanswered} 次未得到答复`;
}
