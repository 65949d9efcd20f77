import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../../equipment/index.js';
import { type Actor, AuditTrail, type Period, type StreamedFile, UnitOfWork } from '../../../platform/index.js';
import { TelemetryErrors } from '../../telemetry.errors.js';
import { TrackSight } from '../track.sight.js';
import { TrackPoints } from './track-points.js';
import { TRACK_MEDIA_TYPES, type TrackFormat } from './track-export.types.js';
import { writeTrack } from './track-writers.js';

const LONGEST_HOURS = 31 * 24;
const HOUR_MS = 3_600_000;

export interface ExportChoice {
  readonly format: TrackFormat;
  /** `recorded`: what files tell, one after the other; never both in one file. */
  readonly source: 'live' | 'recorded';
}

/** The exact track as a file, as long as it may be: every frame, in the order of the clock of the device. */
@Injectable()
export class TrackExport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly points: TrackPoints,
    private readonly equipment: EquipmentService,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; TRACK_PERIOD_TOO_LONG */
  async write(actor: Actor, deviceId: string, during: Period, { format, source }: ExportChoice): Promise<StreamedFile> {
    if (during.to.getTime() - during.from.getTime() > LONGEST_HOURS * HOUR_MS)
      throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
    const { stretches, name } = await this.unitOfWork.run(actor, async (tx) => {
      const seen = await this.sight.visibleStretches(tx, actor, deviceId, during);
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      const details = { from: during.from.toISOString(), to: during.to.toISOString(), format, source };
      await this.audit.record(tx, {
        action: 'telemetry.exportTrack',
        subject: { kind: 'device', id: deviceId },
        details,
      });
      return { stretches: seen, name: device?.assetCode ?? deviceId };
    });
    return {
      stream: writeTrack(format, {
        deviceId,
        name,
        points: source === 'live' ? this.points.live(deviceId, stretches) : this.points.recordedOf(deviceId, stretches),
      }),
      contentType: TRACK_MEDIA_TYPES[format],
      fileName: `${name}-${during.from.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.${format}`,
    };
  }
}
