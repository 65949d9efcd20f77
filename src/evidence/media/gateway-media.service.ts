import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { deviceActor, type MediaAnnouncement, type MediaArrivals, ObjectShelf } from '../../telemetry/index.js';
import { MediaIntake } from './media-intake.service.js';
import { gatewayReport, uploading } from './media.rules.js';

/** Files that docks report over their line. */
@Injectable()
export class GatewayMedia implements MediaArrivals {
  constructor(
    private readonly shelf: ObjectShelf,
    private readonly intake: MediaIntake,
  ) {}

  async take(gateway: DeviceSummary, media: MediaAnnouncement) {
    const object = await this.shelf.newest(media.objectKey);
    // What another device or a person uploaded is not this one's to report.
    if (!object || object.deviceId !== gateway.id) return 'absent';
    await this.intake.take(uploading(deviceActor(gateway), object), object, gatewayReport(media));
    return 'taken';
  }
}
