import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { SiteRecordPapers } from '../../site-records/papers/site-record-papers.service.js';
import { SiteRecordReader } from '../../site-records/site-record.reader.js';
import type { ExportFrame } from '../export.builder.js';

const PIECE = 100;

/** The signed on-site records of a case: each as it is kept, and on paper. */
@Injectable()
export class ExportedSiteRecords {
  constructor(
    private readonly records: SiteRecordReader,
    private readonly papers: SiteRecordPapers,
  ) {}

  /** Paths below the bag. */
  async *of({ row, requester }: ExportFrame): AsyncGenerator<readonly [path: string, content: Buffer | string]> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.records.list(requester, { caseId: row.caseId, limit: PIECE, cursor });
      for (const { id, state } of items) {
        if (state !== 'signed') continue;
        const path = `data/documents/site-records/${id}`;
        yield [`${path}.json`, `${JSON.stringify(await this.records.get(requester, id), null, 2)}\n`];
        yield [`${path}.pdf`, await buffer((await this.papers.write(requester, id, 'zh')).stream)];
      }
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}
