import { Injectable } from '@nestjs/common';
import { CasesService } from '../../../cases/index.js';
import { People, UnitTree } from '../../../identity/index.js';
import {
  type Actor,
  Clock,
  type PaperLanguage,
  Papers,
  type ServedFile,
  servedBytes,
  type Tx,
  UnitOfWork,
} from '../../../platform/index.js';
import type { SiteRecord } from '../site-record.entity.js';
import { SiteRecordReader } from '../site-record.reader.js';
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

/** The names on a record, for its ids. */
@Injectable()
export class RecordNames {
  constructor(
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly cases: CasesService,
  ) {}

  async of(
    tx: Tx,
    { unitId, caseId, content }: SiteRecord,
  ): Promise<Pick<PrintedRecord, 'unitName' | 'caseNumber' | 'collectorNames'>> {
    const found = new Map((await this.people.findMany(tx, content.collectorIds)).map((person) => [person.id, person]));
    return {
      unitName: this.units.find(unitId)?.name ?? '',
      caseNumber: (await this.cases.find(tx, caseId))?.number ?? '',
      collectorNames: content.collectorIds.map((id) => found.get(id)?.displayName ?? id),
    };
  }
}
