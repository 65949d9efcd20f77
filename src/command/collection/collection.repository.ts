import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { CollectionTime, Sector } from './collection.rules.js';

export interface Lead {
  readonly unitId: string;
  readonly namedSeq: number;
}

const SECTOR = `sector_id AS "sectorId", name, unit_id AS "unitId", geometry, positions, square_metres AS "squareMetres",
  version, seq::float8 AS seq, status, note, reported_seq::float8 AS "reportedSeq"`;

/** A sector, and whether it was taken away. */
export type KnownSector = Sector & { readonly removedSeq: number | null };

/** The only SQL on joint collections. The session must be locked by whoever writes. */
@Injectable()
export class CollectionRepository {
  /** Those that stand, by name. */
  async sectors(tx: Tx, sessionId: string): Promise<Sector[]> {
    return tx.query<Sector>(
      `SELECT ${SECTOR} FROM collection_sector WHERE session_id = $1 AND removed_seq IS NULL ORDER BY name, sector_id`,
      [sessionId],
    );
  }

  /** The sector of this id, there or removed. */
  async sector(tx: Tx, sessionId: string, sectorId: string): Promise<KnownSector | undefined> {
    return tx.queryOne<KnownSector>(
      `SELECT ${SECTOR}, removed_seq::float8 AS "removedSeq" FROM collection_sector
       WHERE session_id = $1 AND sector_id = $2`,
      [sessionId, sectorId],
    );
  }

  /** Inserts or replaces. @throws the violation of uq_collection_sector_name */
  async save(tx: Tx, sessionId: string, sector: KnownSector): Promise<void> {
    await tx.execute(
      `INSERT INTO collection_sector (session_id, sector_id, name, unit_id, geometry, positions, square_metres, version,
         seq, status, note, reported_seq, removed_seq)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (session_id, sector_id) DO UPDATE SET name = $3, unit_id = $4, geometry = $5, positions = $6,
         square_metres = $7, version = $8, seq = $9, status = $10, note = $11, reported_seq = $12, removed_seq = $13`,
      [
        sessionId,
        sector.sectorId,
        sector.name,
        sector.unitId,
        JSON.stringify(sector.geometry),
        sector.positions,
        sector.squareMetres,
        sector.version,
        sector.seq,
        sector.status,
        sector.note,
        sector.reportedSeq,
        sector.removedSeq,
      ],
    );
  }

  async lead(tx: Tx, sessionId: string): Promise<Lead | undefined> {
    return tx.queryOne<Lead>(
      `SELECT unit_id AS "unitId", named_seq::float8 AS "namedSeq" FROM collection_lead WHERE session_id = $1`,
      [sessionId],
    );
  }

  async nameLead(tx: Tx, sessionId: string, { unitId, namedSeq }: Lead): Promise<void> {
    await tx.execute(
      `INSERT INTO collection_lead (session_id, unit_id, named_seq) VALUES ($1, $2, $3)
       ON CONFLICT (session_id) DO UPDATE SET unit_id = $2, named_seq = $3`,
      [sessionId, unitId, namedSeq],
    );
  }

  /** From when it was open to its last closing, which counts as long as it is closed; undefined before it opened. */
  async time(tx: Tx, sessionId: string): Promise<CollectionTime | undefined> {
    const row = await tx.queryOne<{ from: Date | null; to: Date | null }>(
      `SELECT min(e.recorded_at) FILTER (WHERE e.type IN ('session.opened', 'session.open')) AS "from",
         max(e.recorded_at) FILTER (WHERE e.type = 'session.close' AND s.state IN ('closed', 'archived')) AS "to"
       FROM session_event e JOIN command_session s ON s.id = e.session_id
       WHERE e.session_id = $1 AND e.type IN ('session.opened', 'session.open', 'session.close')`,
      [sessionId],
    );
    return row?.from ? { from: row.from, to: row.to } : undefined;
  }
}
