import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { CardRecord } from './media.entity.js';
import type { ListedFile } from './media.rules.js';

export interface ManifestFile extends ListedFile {
  readonly sizeBytes: number;
}

/** Which card, as it is used now. */
type Use = Pick<CardRecord, 'id' | 'generation'>;

/** What is on the cards. Rows are only ever added, under the lock of their card. */
@Injectable()
export class ManifestRepository {
  /** Gives how many of the files were new. */
  async add(tx: Tx, { id, generation }: Use, files: readonly ManifestFile[], at: Date): Promise<number> {
    return tx.execute(
      `INSERT INTO media_file (card_id, generation, name, sha256, size_bytes, added_by, added_at)
       SELECT $1, $2, file.name, file.sha256, file.size_bytes, $6, $7
       FROM unnest($3::text[], $4::text[], $5::bigint[]) AS file (name, sha256, size_bytes)
       ON CONFLICT ON CONSTRAINT media_file_pkey DO NOTHING`,
      [id, generation, ...columnsOf(files), tx.actor.id, at],
    );
  }

  /** Names of files that were listed with the same bytes and another size. */
  async contradicting(tx: Tx, { id, generation }: Use, files: readonly ManifestFile[]): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      `SELECT DISTINCT f.name FROM media_file f
       JOIN unnest($3::text[], $4::text[], $5::bigint[]) AS file (name, sha256, size_bytes)
         ON f.name = file.name AND f.sha256 = file.sha256 AND f.size_bytes <> file.size_bytes
       WHERE f.card_id = $1 AND f.generation = $2`,
      [id, generation, ...columnsOf(files)],
    );
    return rows.map(({ name }) => name);
  }

  async count(tx: Tx, { id, generation }: Use): Promise<number> {
    const row = await tx.queryOne<{ count: number }>(
      `SELECT count(*)::int AS count FROM media_file WHERE card_id = $1 AND generation = $2`,
      [id, generation],
    );
    return row?.count ?? 0;
  }

  async all(tx: Tx, { id, generation }: Use): Promise<ListedFile[]> {
    return tx.query<ListedFile>(
      `SELECT name, sha256 FROM media_file WHERE card_id = $1 AND generation = $2 ORDER BY name, sha256`,
      [id, generation],
    );
  }

  /** By name; from after the file named. */
  async page(
    tx: Tx,
    { id, generation }: Use,
    after: ListedFile | undefined,
    limit: number,
  ): Promise<(ManifestFile & { addedAt: Date })[]> {
    return tx.query(
      `SELECT name, sha256, size_bytes::float8 AS "sizeBytes", added_at AS "addedAt" FROM media_file
       WHERE card_id = $1 AND generation = $2 AND ($3::text IS NULL OR (name, sha256) > ($3, $4))
       ORDER BY name, sha256 LIMIT $5`,
      [id, generation, after?.name ?? null, after?.sha256 ?? null, limit],
    );
  }
}

function columnsOf(files: readonly ManifestFile[]): [string[], string[], number[]] {
  return [files.map(({ name }) => name), files.map(({ sha256 }) => sha256), files.map(({ sizeBytes }) => sizeBytes)];
}
