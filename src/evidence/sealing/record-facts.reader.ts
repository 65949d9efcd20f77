import { Injectable } from '@nestjs/common';
import type { StoredBlob, Tx } from '../../platform/index.js';
import { matchOf } from '../site-records/listed-items.rules.js';
import { confirmedCollectors } from '../site-records/settlement.rules.js';
import { type ListingRecord, SiteRecordRepository } from '../site-records/site-record.repository.js';
import type { RecordFacts } from './seal.rules.js';

export interface RecordsOfItem {
  readonly facts: readonly RecordFacts[];
  readonly signed: readonly { readonly id: string; readonly digest: string }[];
}

/** Roles of those who may lead an inspection. [公益诉讼办案规则, 42] */
const PROSECUTOR_ROLES: readonly string[] = ['case_handler'];

/** What the records of an item's cases say of it. */
@Injectable()
export class RecordFactsReader {
  constructor(private readonly records: SiteRecordRepository) {}

  async of(tx: Tx, blob: StoredBlob, caseIds: readonly string[]): Promise<RecordsOfItem> {
    const listing = await this.records.listing(tx, blob.sha256, caseIds);
    const facts: RecordFacts[] = [];
    for (const one of listing) facts.push(await this.factsOf(tx, one, blob));
    const signed = listing.flatMap(({ record }) =>
      record.state === 'signed' ? { id: record.id, digest: record.digest } : [],
    );
    return { facts, signed };
  }

  private async factsOf(tx: Tx, { record, signatures }: ListingRecord, blob: StoredBlob): Promise<RecordFacts> {
    const { content, videoSha256, leader } = record;
    const listed = content.items.find(({ sha256 }) => sha256 === blob.sha256);
    const { sha256, sm3, sizeBytes } = blob;
    const match = listed && matchOf(listed, [{ id: '', sha256, sm3, sizeBytes, fileName: '' }]);
    const isSigned = signatures.some(({ role }) => role === 'witness');
    return {
      id: record.id,
      kind: record.kind,
      state: record.state,
      collectorIds: confirmedCollectors(content.collectorIds, signatures),
      mismatches: match?.mismatches ?? [],
      witness: isSigned ? 'signed' : videoSha256 === null ? 'none' : 'filmed',
      isFilmHere: videoSha256 !== null && (await this.isHere(tx, record.caseId, videoSha256)),
      isLedByProsecutor: leader?.roles.some((role) => PROSECUTOR_ROLES.includes(role)) ?? false,
    };
  }

  private async isHere(tx: Tx, caseId: string, sha256: string): Promise<boolean> {
    return (await this.records.atHand(tx, caseId, { digests: [sha256], names: [] })).length > 0;
  }
}
