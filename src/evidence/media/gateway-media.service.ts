import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import {
  deviceActor,
  GrantHolders,
  type MediaAnnouncement,
  type MediaArrivals,
  ObjectShelf,
} from '../../telemetry/index.js';
import { MediaIntake } from './media-intake.service.js';
import { uploading } from './media.rules.js';
import type { MediaReport } from './media.types.js';

/** Files that docks report over their line. */
@Injectable()
export class GatewayMedia implements MediaArrivals {
  constructor(
    private readonly shelf: ObjectShelf,
    private readonly intake: MediaIntake,
    private readonly holders: GrantHolders,
  ) {}

  async take(gateway: DeviceSummary, media: MediaAnnouncement) {
    if (!this.holders.areServed) return 'elsewhere';
    const object = await this.shelf.newest(media.objectKey);
    // What another device or a person uploaded is not this one's to report.
    if (!object || object.deviceId !== gateway.id) return 'absent';
    await this.intake.take(uploading(deviceActor(gateway), object), object, reportOf(media));
    return 'taken';
  }
}

function reportOf(media: MediaAnnouncement): MediaReport {
  const { name, path, fingerprint, flightId, isOriginal, position, takenText } = media;
  const { absoluteAltitudeMetres, relativeAltitudeMetres, gimbalYawDegrees } = media;
  const said = { name, path, fingerprint, flightId, isOriginal, position, takenText };
  const heights = { absoluteAltitudeMetres, relativeAltitudeMetres, gimbalYawDegrees };
  // It names no aircraft: the one that flew behind it is taken.
  return { by: 'gateway', ...said, ...heights, tinyFingerprint: null, droneSerial: null };
}
