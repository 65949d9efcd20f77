import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { CellValue, SheetPlan } from '../../platform/index.js';
import type { CountedRow } from './count.rules.js';
import type { CommandCounts } from './count.schemas.js';

const UNKNOWN = 'unknown';

type Column = readonly [heading: string, kind: 'text' | 'number', value: (row: CountedRow) => CellValue];

const COLUMNS: readonly Column[] = [
  ['分组', 'text', ({ key }) => key],
  ['名称', 'text', ({ name }) => name],
  ['会话总数', 'number', ({ sessions }) => sessions.total],
  ['指挥调度', 'number', ({ sessions }) => sessions.byKind.dispatch.total],
  ['会商研判', 'number', ({ sessions }) => sessions.byKind.consultation.total],
  ['协同取证', 'number', ({ sessions }) => sessions.byKind.joint_collection.total],
  ['指令总数', 'number', ({ orders }) => orders.issued],
  ['远程调度', 'number', ({ orders }) => orders.remote],
  ['本单位', 'number', ({ orders }) => orders.local],
  ['远程与否未知', 'number', ({ orders }) => orders.unknown],
  ['已签收', 'number', ({ acknowledge }) => acknowledge.n],
  ['签收中位秒数', 'text', ({ acknowledge }) => secondsIn(acknowledge.medianSeconds)],
  ['签收九成秒数', 'text', ({ acknowledge }) => secondsIn(acknowledge.p90Seconds)],
  ['未签收', 'number', ({ acknowledge }) => acknowledge.unanswered],
  ['签收前撤回', 'number', ({ acknowledge }) => acknowledge.withdrawn],
  ['签收时间不合理', 'number', ({ acknowledge }) => acknowledge.implausible],
  ['已到场', 'number', ({ arrive }) => arrive.n],
  ['到场中位秒数', 'text', ({ arrive }) => secondsIn(arrive.medianSeconds)],
  ['到场九成秒数', 'text', ({ arrive }) => secondsIn(arrive.p90Seconds)],
  ['未报到场', 'number', ({ arrive }) => arrive.notReported],
  ['到场时间不合理', 'number', ({ arrive }) => arrive.implausible],
];

/** The rows, and all together as the last. */
export function countSheet({ rows, total }: Pick<z.output<typeof CommandCounts>, 'rows' | 'total'>): SheetPlan {
  const cells = [...rows, total].map((row) => COLUMNS.map(([, , value]) => value(row)));
  return {
    name: '指挥调度统计',
    columns: COLUMNS.map(([heading, kind]) => ({ heading, kind })),
    rows: Readable.from(cells),
  };
}

function secondsIn(seconds: number | null): string {
  return seconds === null ? UNKNOWN : String(Math.round(seconds * 10) / 10);
}
