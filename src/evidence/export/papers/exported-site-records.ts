import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { SiteRecordPapers } from '../../site-records/papers/site-record-papers.service.js';
import { SiteRecordReader } from '../../site-records/site-record.reader.js';
import type { ExportFrame } from '../export.builder.js';

const MOST_RECORDS = 200;

/** The signed on-site records of a case: each as it is kept, and on paper. */
@Injectable()
export class ExportedSiteRecords {
  constructor(
    private readonly records: SiteRecordReader,
    private readonly papers: SiteRecordPapers,
  ) {}

  /** Paths below the bag. */
  async *of({ row, requester }: ExportFrame): AsyncGenerator<readonly [path: string, content: Buffer | string]> {
    const { items } = await this.records.list(requester, { caseId: row.caseId, limit: MOST_RECORDS });
    for (const { id } of items.filter(({ state }) => state === 'signed').toReversed()) {
      const path = `data/documents/site-records/${id}`;
      yield [`${path}.json`, `${JSON.stringify(await this.records.get(requester, id), null, 2)}\n`];
      yield [`${path}.pdf`, await buffer((await this.papers.write(requester, id, 'zh')).stream)];
    }
  }
}
