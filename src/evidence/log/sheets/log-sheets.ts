import { Injectable } from '@nestjs/common';
import {
  Clock,
  endOfChinaDate,
  Papers,
  type ServedFile,
  servedBytes,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import { LogErrors } from '../log.errors.js';
import { LogKeys } from '../log.keys.js';
import { LogRepository } from '../log.repository.js';
import { HeadVouchers } from './head.vouchers.js';
import { type SheetContent, sheetPaper } from './sheet.paper.js';

/** The log on paper, a page a day. */
@Injectable()
export class LogSheets {
  constructor(
    private readonly repository: LogRepository,
    private readonly keys: LogKeys,
    private readonly vouchers: HeadVouchers,
    private readonly papers: Papers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Of the last head of the day, or of the newest one while it lasts. @throws LOG_CHECKPOINT_UNKNOWN */
  async write(day: string): Promise<ServedFile> {
    const content = await this.unitOfWork.read((tx) => this.collect(tx, day));
    const pdf = await this.papers.write(sheetPaper(content, this.clock.now()));
    return servedBytes(pdf, 'application/pdf', `log-${day}-${content.checkpoint.size}.pdf`);
  }

  private async collect(tx: Tx, day: string): Promise<SheetContent> {
    const origin = await this.keys.origin(tx);
    const checkpoint = await this.repository.checkpointBefore(tx, endOfChinaDate(day));
    const keys = await this.repository.keys(tx);
    const key = keys.find(({ number }) => number === checkpoint?.keyNumber);
    if (!checkpoint || !key || origin === undefined) throw LogErrors.LOG_CHECKPOINT_UNKNOWN();
    return { origin, day, checkpoint, key, ...(await this.vouchers.of(tx, checkpoint)) };
  }
}
