import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import {
  type Actor,
  Clock,
  Papers,
  type ServedFile,
  servedBytes,
  servedSheet,
  type Tx,
  UnitOfWork,
} from '../../../../platform/index.js';
import { toItemView, toScanView } from '../counting/counting.schemas.js';
import { reportPaper, type StockTakeReport } from './report.paper.js';
import type { ReportQuery } from './report.schemas.js';
import { reportSheet } from './report.sheet.js';
import { StockTakeReader } from '../stock-take-reader.service.js';
import { StockTakeRepositories } from '../stock-take.repositories.js';

const EVERYTHING = 100_000;

/** What a stock-take found, for the file. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repositories: StockTakeRepositories,
    private readonly reader: StockTakeReader,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async report(actor: Actor, id: string, { f, language }: z.output<typeof ReportQuery>): Promise<ServedFile> {
    const report = await this.unitOfWork.read((tx) => this.collect(tx, actor, id));
    const name = `stock-take-${report.stockTake.openedAt.slice(0, 10)}.${f}`;
    if (f === 'csv' || f === 'xlsx') return servedSheet(f, reportSheet(report, language), name);
    if (f === 'json') return servedBytes(Buffer.from(jsonOf(report)), 'application/json', name);
    const pdf = await this.papers.write(reportPaper(report, language, this.clock.now()));
    return servedBytes(pdf, 'application/pdf', name);
  }

  private async collect(tx: Tx, actor: Actor, id: string): Promise<StockTakeReport> {
    const row = await this.reader.required(tx, actor, id);
    const { stockTakes, items, scans } = this.repositories;
    const { nameOf } = this.reader;
    const unexpected = await scans.list(tx, id, { result: 'unexpected', limit: EVERYTHING });
    return {
      stockTake: await this.reader.view(tx, row),
      items: (await items.list(tx, id, { limit: EVERYTHING })).map((item) => toItemView(item, nameOf)),
      unexpected: unexpected.toReversed().map((scan) => toScanView(scan, nameOf)),
      signed: await stockTakes.drawn(tx, id),
    };
  }
}

/** With who signed, without what was drawn. */
function jsonOf({ stockTake, items, unexpected }: StockTakeReport): string {
  return `${JSON.stringify({ stockTake, items, unexpected }, null, 2)}\n`;
}
