import { Injectable } from '@nestjs/common';
import {
  type Actor,
  Clock,
  type PaperLanguage,
  Papers,
  type ServedFile,
  servedBytes,
  UnitOfWork,
} from '../../../platform/index.js';
import { SiteRecordReader } from '../site-record.reader.js';
import { RecordNames } from './record-names.js';
import { type PrintedRecord, siteRecordPaper } from './site-record.paper.js';

/** Records on paper. */
@Injectable()
export class SiteRecordPapers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: SiteRecordReader,
    private readonly names: RecordNames,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND */
  async write(actor: Actor, id: string, language: PaperLanguage): Promise<ServedFile> {
    const printed = await this.unitOfWork.read(async (tx): Promise<PrintedRecord> => {
      const record = await this.reader.visible(tx, actor, id);
      return { ...(await this.reader.whole(tx, record)), ...(await this.names.of(tx, record)) };
    });
    const pdf = await this.papers.write(siteRecordPaper(printed, language, this.clock.now(), this.papers.font));
    return servedBytes(pdf, 'application/pdf', `${printed.record.kind}-${printed.record.digest.slice(0, 12)}.pdf`);
  }
}
