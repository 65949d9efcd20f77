import { Injectable } from '@nestjs/common';
import type { AccessScope } from '../../identity/index.js';
import type { Period, Tx } from '../../platform/index.js';
import type { AnnouncedFile, CountedTask } from './announced-media.js';
import type { MediaAnnouncement } from '../dialects/device-events.js';

export interface DeviceMedia extends Omit<
  MediaAnnouncement,
  'kind' | 'serial' | 'bid' | 'at' | 'receivedAt' | 'position'
> {
  readonly id: string;
  readonly gatewayId: string;
  readonly aircraftId: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly announcedAt: Date;
  readonly receivedAt: Date;
}

export interface NewMedia extends MediaAnnouncement {
  readonly id: string;
  readonly gatewayId: string;
  readonly aircraftId: string | null;
  readonly unitId: string;
  readonly holderId: string | null;
  readonly caseId: string | null;
  readonly rawSha256: Buffer;
}

const MEDIA = `
  SELECT id, gateway_id AS "gatewayId", aircraft_id AS "aircraftId", object_key AS "objectKey", name, path, fingerprint,
    flight_id AS "flightId", drone_model_key AS "droneModelKey", payload_model_key AS "payloadModelKey",
    is_original AS "isOriginal", lon, lat, absolute_altitude_metres AS "absoluteAltitudeMetres",
    relative_altitude_metres AS "relativeAltitudeMetres", gimbal_yaw_degrees AS "gimbalYawDegrees",
    taken_text AS "takenText", uploaded_count AS "uploadedCount", expected_count AS "expectedCount",
    announced_at AS "announcedAt", received_at AS "receivedAt"
  FROM device_media`;

@Injectable()
export class MediaRepository {
  /** False when the gateway announced the file before. */
  async insert(tx: Tx, media: NewMedia): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO device_media (id, gateway_id, aircraft_id, unit_id, holder_id, case_id, object_key, name, path,
         fingerprint, flight_id, drone_model_key, payload_model_key, is_original, lon, lat, absolute_altitude_metres,
         relative_altitude_metres, gimbal_yaw_degrees, taken_text, uploaded_count, expected_count, announced_at,
         received_at, raw_sha256)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
         $24, $25)
       ON CONFLICT (gateway_id, object_key) DO NOTHING RETURNING id`,
      [...whose(media), ...what(media), media.at, media.receivedAt, media.rawSha256],
    );
    return inserted.length === 1;
  }

  /** Of an aircraft, announced in the period; at most so many as several cards hold. */
  async announcedOf(tx: Tx, aircraftId: string, { from, to }: Period): Promise<AnnouncedFile[]> {
    return tx.query<AnnouncedFile>(
      `SELECT taken_text AS "takenText", flight_id AS "flightId", expected_count AS "expectedCount" FROM device_media
       WHERE aircraft_id = $1 AND announced_at >= $2 AND announced_at < $3 ORDER BY id LIMIT 20000`,
      [aircraftId, from, to],
    );
  }

  /** A task's id is what its dock reports of; nothing else a dock names so is one of ours. */
  async countedByTasks(tx: Tx, flightId: string): Promise<CountedTask[]> {
    return tx.query<CountedTask>(
      `SELECT t.id AS "taskId", r.media_count AS "mediaCount" FROM dock_task t
       JOIN device_task r ON r.gateway_id = t.gateway_id AND r.flight_id = t.id::text
       WHERE t.flight_id = $1 AND r.media_count IS NOT NULL ORDER BY t.id`,
      [flightId],
    );
  }

  /** What the gateway said of the file under this key; undefined when it said nothing. */
  async find(tx: Tx, gatewayId: string, objectKey: string): Promise<DeviceMedia | undefined> {
    return tx.queryOne<DeviceMedia>(`${MEDIA} WHERE gateway_id = $1 AND object_key = $2`, [gatewayId, objectKey]);
  }

  /** Of the device, as far as the reader's scope goes; newest first. */
  async list(
    tx: Tx,
    deviceId: string,
    scope: AccessScope,
    before: string | undefined,
    limit: number,
  ): Promise<DeviceMedia[]> {
    return tx.query<DeviceMedia>(
      `${MEDIA} WHERE (gateway_id = $1 OR aircraft_id = $1)
         AND ($2 OR unit_id = ANY ($3::uuid[]) OR case_id = ANY ($4::uuid[]) OR holder_id = $5::uuid)
         AND ($6::uuid IS NULL OR id < $6)
       ORDER BY id DESC LIMIT $7`,
      [deviceId, scope.everything, scope.unitIds, scope.caseIds, scope.userId, before ?? null, limit],
    );
  }
}

function whose({ id, gatewayId, aircraftId, unitId, holderId, caseId }: NewMedia): unknown[] {
  return [id, gatewayId, aircraftId, unitId, holderId, caseId];
}

function what(media: NewMedia): unknown[] {
  return [
    media.objectKey,
    media.name,
    media.path,
    media.fingerprint,
    media.flightId,
    media.droneModelKey,
    media.payloadModelKey,
    media.isOriginal,
    media.position?.lon ?? null,
    media.position?.lat ?? null,
    media.absoluteAltitudeMetres,
    media.relativeAltitudeMetres,
    media.gimbalYawDegrees,
    media.takenText,
    media.uploadedCount,
    media.expectedCount,
  ];
}
