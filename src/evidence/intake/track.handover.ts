import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { RecordedTracks } from '../../telemetry/index.js';
import type { Origin } from '../chain/origin.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { Arrival } from './arrival.reader.js';

/** Gives the room of telemetry what tells where a device was: files that may hold a track, and photos that say their place. */
@Injectable()
export class TrackHandover {
  constructor(private readonly tracks: RecordedTracks) {}

  async offer(tx: Tx, item: EvidenceItem, origin: Origin, { recording, digests }: Arrival): Promise<void> {
    if (recording === null) return this.offerPhoto(tx, item, origin);
    const { id: evidenceId, sha256, deviceId, deviceFoundBy: saidBy, receivedAt } = item;
    const { kind, id, name } = tx.actor;
    const { sizeBytes } = digests;
    const broughtBy = { kind, id, name };
    await this.tracks.announce(tx, {
      kind: recording,
      evidenceId,
      sha256,
      sizeBytes,
      deviceId,
      saidBy,
      broughtBy,
      receivedAt,
    });
  }

  /**
   * Only drones: what was taken with a phone beside a device says nothing of the device. Only of those who had it then: a
   * serial number is easily written into a file. What was read off a track is no news of it.
   */
  private async offerPhoto(tx: Tx, item: EvidenceItem, { device, foundBy, isOwn }: Origin): Promise<void> {
    const { id, kind, capturedAt, lon, lat, positionSource, metadata, receivedAt } = item;
    if (kind !== 'photo' || device?.category !== 'uav' || !foundBy || !isOwn || positionSource === 'telemetry') return;
    if (!capturedAt || lon === null || lat === null) return;
    const { heights, gimbal, zone } = metadata;
    await this.tracks.addPhoto(tx, {
      evidenceId: id,
      deviceId: device.id,
      saidBy: foundBy,
      at: capturedAt,
      position: { lon, lat },
      altitudeUnstatedMetres: heights.absoluteMetres ?? heights.exifMetres,
      heightAboveTakeoffMetres: heights.aboveTakeoffMetres,
      gimbal,
      zoneAssumed: zone === 'assumed',
      receivedAt,
    });
  }
}
