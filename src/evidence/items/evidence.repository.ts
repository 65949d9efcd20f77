import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { AccessScope } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import type { EvidenceKind, EvidenceState, RenditionState } from '../evidence.codes.js';
import { seenBy } from '../search/search.rules.js';
import { EvidenceClaim } from './evidence-claim.entity.js';
import { EvidenceItem } from './evidence-item.entity.js';
import type { ItemMetadata } from './item.types.js';

/** An item as lists show it. */
export interface ItemRow {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly state: EvidenceState;
  readonly title: string | null;
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: string;
  readonly mediaType: string;
  readonly capturedAt: Date | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly positionSource: string | null;
  readonly flags: string[];
  readonly deviceId: string | null;
  readonly receivedAt: Date;
  readonly thumbnail: RenditionState | null;
}

/** A picture with what it claims of how its camera stood. */
export interface PhotoRow extends Pick<ItemMetadata, 'heights' | 'gimbal' | 'airframe'> {
  readonly id: string;
  readonly takenAt: Date | null;
  readonly lon: number;
  readonly lat: number;
}

const MOST_PHOTOS = 500;

/** What a list shows of an item, and from where. */
export const ITEM_ROW = `
  i.id, i.kind, i.state, i.title, i.file_name AS "fileName", i.sha256, b.size_bytes AS "sizeBytes",
  b.media_type AS "mediaType", i.captured_at AS "capturedAt", i.lon, i.lat, i.position_source AS "positionSource",
  i.flags, i.device_id AS "deviceId", i.received_at AS "receivedAt", r.state AS thumbnail
  FROM evidence_item i JOIN blob b USING (sha256)
  LEFT JOIN rendition r ON r.sha256 = i.sha256 AND r.name = 'thumbnail'`;

/** The only SQL on items and their claims. */
@Injectable()
export class EvidenceRepository {
  async insert(tx: Tx, item: EvidenceItem, claims: readonly EvidenceClaim[]): Promise<void> {
    await tx.repository(EvidenceItem).insert(item as never);
    if (claims.length > 0) await tx.repository(EvidenceClaim).insert(claims as never);
  }

  async find(tx: Tx, ids: readonly string[]): Promise<EvidenceItem[]> {
    return tx.repository(EvidenceItem).findBy({ id: In([...ids]) });
  }

  /** As they are; until the end of the transaction none of them is sealed or removed. */
  async findKept(tx: Tx, ids: readonly string[]): Promise<EvidenceItem[]> {
    await tx.query(`SELECT FROM evidence_item WHERE id = ANY ($1) ORDER BY id FOR SHARE`, [ids]);
    return this.find(tx, ids);
  }

  /** As it is; until the end of the transaction nobody else changes it. */
  async lock(tx: Tx, id: string): Promise<EvidenceItem | undefined> {
    await tx.query(`SELECT FROM evidence_item WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return (await this.find(tx, [id]))[0];
  }

  async tieToFlight(tx: Tx, id: string, flightId: string): Promise<void> {
    await tx.repository(EvidenceItem).update({ id }, { flightId });
  }

  /** Items of these bytes that were not removed. */
  async standingOf(tx: Tx, sha256: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM evidence_item WHERE sha256 = $1 AND state <> 'removed' ORDER BY id`,
      [sha256],
    );
    return rows.map(({ id }) => id);
  }

  /** The unit of whoever uploaded each of these; null where that was no person. */
  async uploaderUnits(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<{ id: string; unitId: string | null }>(
      `SELECT id, uploader ->> 'unitId' AS "unitId" FROM evidence_item WHERE id = ANY ($1)`,
      [ids],
    );
    return new Map(rows.map(({ id, unitId }) => [id, unitId]));
  }

  async findByIdempotencyKey(tx: Tx, uploadedBy: string, idempotencyKey: string): Promise<EvidenceItem | null> {
    return tx.repository(EvidenceItem).findOneBy({ uploadedBy, idempotencyKey });
  }

  async claimsOf(tx: Tx, itemId: string): Promise<EvidenceClaim[]> {
    return tx.repository(EvidenceClaim).find({ where: { itemId }, order: { id: 'ASC' } });
  }

  /** Pictures of a flight that say where they were taken, in the order in which they were; at most so many as one flies to. */
  async photosOfFlight(tx: Tx, { unitIds, caseIds }: AccessScope, flightId: string): Promise<PhotoRow[]> {
    return tx.query<PhotoRow>(
      `SELECT i.id, i.captured_at AS "takenAt", i.lon, i.lat, i.metadata -> 'heights' AS heights,
         i.metadata -> 'gimbal' AS gimbal, i.metadata -> 'airframe' AS airframe
       FROM evidence_item i
       WHERE i.flight_id = $3 AND i.kind = 'photo' AND i.lon IS NOT NULL AND ${seenBy('$1', '$2')}
       ORDER BY i.captured_at, i.id LIMIT ${MOST_PHOTOS}`,
      [unitIds, caseIds, flightId],
    );
  }

  /** The given items as lists show them, in no order. */
  async rows(tx: Tx, ids: readonly string[]): Promise<ItemRow[]> {
    return tx.query<ItemRow>(`SELECT ${ITEM_ROW} WHERE i.id = ANY($1)`, [ids]);
  }
}
