import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { type Actor, UnitOfWork } from '../../../platform/index.js';
import { spellProofs } from '../../log/log.papers.js';
import type { CheckpointRow } from '../../log/log.repository.js';
import { LogService } from '../../log/log.service.js';
import { SiteRecordPapers } from '../../site-records/papers/site-record-papers.service.js';
import { SiteRecordReader } from '../../site-records/site-record.reader.js';
import type { ExportFrame } from '../export.builder.js';

const PIECE = 100;

/** The entry of a record holds its digest alone. */
const NOTHING_HIDDEN = {};

type RecordFile = readonly [path: string, content: Buffer | string];

/** The signed on-site records of a case: each as it is kept, as it was signed, with its entry in the log, and on paper. */
@Injectable()
export class ExportedSiteRecords {
  constructor(
    private readonly records: SiteRecordReader,
    private readonly papers: SiteRecordPapers,
    private readonly log: LogService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Paths below the bag. */
  async *of({ row, requester, checkpoint }: ExportFrame): AsyncGenerator<RecordFile> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await this.records.list(requester, { caseId: row.caseId, limit: PIECE, cursor });
      for (const { id, state } of items) if (state === 'signed') yield* this.filesOf(id, requester, checkpoint);
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  private async *filesOf(id: string, requester: Actor, checkpoint: CheckpointRow): AsyncGenerator<RecordFile> {
    const path = `data/documents/site-records/${id}`;
    const { text, drawings } = await this.records.signed(requester, id);
    yield [`${path}.json`, json(await this.records.get(requester, id))];
    yield [`${path}.signed.json`, text];
    yield [`${path}.drawings.json`, json(drawings)];
    const proofs = await this.unitOfWork.read((tx) => this.log.proofOf(tx, id, checkpoint));
    yield [`${path}.proofs.json`, json(spellProofs(proofs, NOTHING_HIDDEN))];
    yield [`${path}.pdf`, await buffer((await this.papers.write(requester, id, 'zh')).stream)];
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
