import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { EvidenceState } from '../evidence.codes.js';
import { EvidenceClaim } from '../items/evidence-claim.entity.js';
import type { ArrivedMedia, MediaReport } from './media.types.js';

/** First key of the advisory locks on bytes that come in for a unit; the second is one of 256 (decisions, 12). */
const ARRIVAL_LOCKS = 0x617276;

const MEDIA = `
  SELECT object_id AS "objectId", item_id AS "itemId", unit_id AS "unitId", sha256, md5, is_first AS "isFirst",
    device_id AS "deviceId", case_id AS "caseId", reported_by AS "reportedBy", name, fingerprint,
    tiny_fingerprint AS "tinyFingerprint", taken_at AS "takenAt"
  FROM arrived_media`;

/** A device that somebody holds, and what for. */
export interface Held {
  readonly deviceId: string;
  readonly caseId: string | null;
}

/** The only SQL on media that arrived. */
@Injectable()
export class MediaRepository {
  /** Until the end of the transaction nobody else takes these bytes in for the unit. */
  async lock(tx: Tx, unitId: string, sha256: string): Promise<void> {
    await tx.execute(`SELECT pg_advisory_xact_lock($1, hashtext($2) & 255)`, [ARRIVAL_LOCKS, `${unitId} ${sha256}`]);
  }

  async find(tx: Tx, objectId: string): Promise<ArrivedMedia | undefined> {
    return tx.queryOne<ArrivedMedia>(`${MEDIA} WHERE object_id = $1`, [objectId]);
  }

  /** The first of the unit with these bytes. */
  async firstOf(tx: Tx, unitId: string, sha256: string): Promise<ArrivedMedia | undefined> {
    return tx.queryOne<ArrivedMedia>(`${MEDIA} WHERE unit_id = $1 AND sha256 = $2 AND is_first`, [unitId, sha256]);
  }

  async insert(tx: Tx, media: ArrivedMedia): Promise<void> {
    await tx.execute(
      `INSERT INTO arrived_media (object_id, item_id, unit_id, sha256, md5, is_first, device_id, case_id, reported_by,
         name, fingerprint, tiny_fingerprint, taken_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        media.objectId,
        media.itemId,
        media.unitId,
        media.sha256,
        media.md5,
        media.isFirst,
        media.deviceId,
        media.caseId,
        media.reportedBy,
        media.name,
        media.fingerprint,
        media.tinyFingerprint,
        media.takenAt,
      ],
    );
  }

  /** Until the end of the transaction the item is neither sealed nor removed. */
  async stateOf(tx: Tx, itemId: string): Promise<EvidenceState | undefined> {
    const item = await tx.queryOne<{ state: EvidenceState }>(
      `SELECT state FROM evidence_item WHERE id = $1 FOR SHARE`,
      [itemId],
    );
    return item?.state;
  }

  /** A report that came after the object was taken in without one. */
  async report(
    tx: Tx,
    objectId: string,
    { by, name, fingerprint, tinyFingerprint }: Pick<MediaReport, 'by' | 'name' | 'fingerprint' | 'tinyFingerprint'>,
  ): Promise<void> {
    await tx.execute(
      `UPDATE arrived_media SET reported_by = $2, name = $3, fingerprint = $4, tiny_fingerprint = $5 WHERE object_id = $1`,
      [objectId, by, name, fingerprint, tinyFingerprint],
    );
  }

  async insertClaims(tx: Tx, claims: readonly EvidenceClaim[]): Promise<void> {
    if (claims.length > 0) await tx.repository(EvidenceClaim).insert(claims as never);
  }

  /** Whether the file is here already: of the aircraft, for the case, of the unit. Its own md5 says so, or the same report. */
  async isKnown(
    tx: Tx,
    unitId: string,
    { deviceId, caseId }: Held,
    file: { readonly fingerprint: string; readonly name: string },
  ): Promise<boolean> {
    const found = await tx.query(
      `SELECT 1 FROM arrived_media
       WHERE unit_id = $1 AND device_id = $2 AND case_id IS NOT DISTINCT FROM $3::uuid
         AND (md5 = lower($4) OR (fingerprint = $4 AND name = $5)) LIMIT 1`,
      [unitId, deviceId, caseId, file.fingerprint, file.name],
    );
    return found.length === 1;
  }

  /** Those of the tiny fingerprints that are here already, of aircraft that somebody holds and for what they are out for. */
  async knownAmong(
    tx: Tx,
    unitId: string,
    held: readonly Held[],
    tinyFingerprints: readonly string[],
  ): Promise<string[]> {
    const rows = await tx.query<{ tiny: string }>(
      `SELECT DISTINCT m.tiny_fingerprint AS tiny FROM arrived_media m
       JOIN unnest($2::uuid[], $3::uuid[]) AS held (device_id, case_id)
         ON m.device_id = held.device_id AND m.case_id IS NOT DISTINCT FROM held.case_id
       WHERE m.unit_id = $1 AND m.tiny_fingerprint = ANY ($4)`,
      [unitId, held.map(({ deviceId }) => deviceId), held.map(({ caseId }) => caseId), tinyFingerprints],
    );
    return rows.map(({ tiny }) => tiny);
  }
}
