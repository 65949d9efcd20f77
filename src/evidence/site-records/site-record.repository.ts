import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { ItemAtHand } from './listed-items.rules.js';
import { SiteRecordSignature } from './site-record-signature.entity.js';
import { SiteRecord } from './site-record.entity.js';
import type { Notes } from './settlement.rules.js';

/** A signed record that lists an item. */
export interface ListingRecord {
  readonly record: SiteRecord;
  readonly signatures: readonly SiteRecordSignature[];
}

/** The only SQL on on-site records and their signatures. */
@Injectable()
export class SiteRecordRepository {
  /** False when there is one with this id already. */
  async insertIfNew(tx: Tx, record: SiteRecord): Promise<boolean> {
    const added = await tx
      .repository(SiteRecord)
      .createQueryBuilder()
      .insert()
      .values(record as never)
      .orIgnore()
      .returning('id')
      .execute();
    return (added.raw as unknown[]).length === 1;
  }

  async find(tx: Tx, id: string): Promise<SiteRecord | null> {
    return tx.repository(SiteRecord).findOneBy({ id });
  }

  /** Until the transaction ends nobody else changes or signs it. */
  async lock(tx: Tx, id: string): Promise<SiteRecord | null> {
    return tx.repository(SiteRecord).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async replace(tx: Tx, { id, ...columns }: SiteRecord): Promise<void> {
    await tx.repository(SiteRecord).update({ id }, columns as never);
  }

  async note(tx: Tx, id: string, notes: Notes): Promise<void> {
    await tx.repository(SiteRecord).update({ id }, { ...notes });
  }

  async markSigned(tx: Tx, id: string, signedAt: Date): Promise<void> {
    await tx.repository(SiteRecord).update({ id }, { state: 'signed', signedAt });
  }

  async addSignatures(tx: Tx, signatures: readonly SiteRecordSignature[]): Promise<void> {
    if (signatures.length > 0) await tx.repository(SiteRecordSignature).insert([...signatures]);
  }

  async signaturesOf(tx: Tx, recordId: string): Promise<SiteRecordSignature[]> {
    return tx.repository(SiteRecordSignature).find({ where: { recordId }, order: { id: 'ASC' } });
  }

  /** Newest first. */
  async ofCase(
    tx: Tx,
    caseId: string,
    { before, limit }: { before?: string | undefined; limit: number },
  ): Promise<SiteRecord[]> {
    const query = tx
      .repository(SiteRecord)
      .createQueryBuilder('r')
      .where('r.caseId = :caseId', { caseId })
      .orderBy('r.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('r.id < :before', { before });
    return query.getMany();
  }

  async correctionsOf(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx
      .repository(SiteRecord)
      .find({ where: { correctsId: id }, select: { id: true }, order: { id: 'ASC' } });
    return rows.map((row) => row.id);
  }

  /** Of the case's items those with one of the digests, or one of the names. */
  async atHand(
    tx: Tx,
    caseId: string,
    { digests, names }: { readonly digests: readonly string[]; readonly names: readonly string[] },
  ): Promise<ItemAtHand[]> {
    const rows = await tx.query<Omit<ItemAtHand, 'sizeBytes'> & { sizeBytes: string }>(
      `SELECT i.id, i.sha256, b.sm3, b.size_bytes AS "sizeBytes", i.file_name AS "fileName"
       FROM case_evidence c JOIN evidence_item i ON i.id = c.item_id JOIN blob b USING (sha256)
       WHERE c.case_id = $1 AND (i.sha256 = ANY($2) OR i.file_name = ANY($3)) ORDER BY i.id`,
      [caseId, digests, names],
    );
    return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }));
  }

  /** Records of these cases that list the digest, drafts too, without those that a signed one corrects; oldest first. */
  async listing(tx: Tx, sha256: string, caseIds: readonly string[]): Promise<ListingRecord[]> {
    const records = await tx
      .repository(SiteRecord)
      .createQueryBuilder('r')
      .where('r.listedDigests && ARRAY[:sha256]::text[] AND r.caseId = ANY(:caseIds)', { sha256, caseIds })
      .andWhere(`NOT EXISTS (SELECT 1 FROM site_record c WHERE c.corrects_id = r.id AND c.state = 'signed')`)
      .orderBy('r.id', 'ASC')
      .getMany();
    const found: ListingRecord[] = [];
    for (const record of records) found.push({ record, signatures: await this.signaturesOf(tx, record.id) });
    return found;
  }
}
