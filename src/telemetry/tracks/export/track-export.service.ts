import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../../equipment/index.js';
import { type Actor, AuditTrail, type Period, type StreamedFile, UnitOfWork } from '../../../platform/index.js';
import { TelemetryErrors } from '../../telemetry.errors.js';
import { type PointKey, TrackRepository } from '../track.repository.js';
import { gapLimitSeconds, type TrackedPoint } from '../track.rules.js';
import { TrackSight } from '../track.sight.js';
import { type ExportedPoint, TRACK_MEDIA_TYPES, type TrackFormat } from './track-export.types.js';
import { writeTrack } from './track-writers.js';

const LONGEST_HOURS = 31 * 24;
const HOUR_MS = 3_600_000;
const PAGE = 2_000;

/** The exact track as a file, as long as it may be: every frame, in the order of the clock of the device. */
@Injectable()
export class TrackExport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sight: TrackSight,
    private readonly repository: TrackRepository,
    private readonly equipment: EquipmentService,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN when no stretch of the period may be seen; TRACK_PERIOD_TOO_LONG */
  async write(actor: Actor, deviceId: string, during: Period, format: TrackFormat): Promise<StreamedFile> {
    if (during.to.getTime() - during.from.getTime() > LONGEST_HOURS * HOUR_MS)
      throw TelemetryErrors.TRACK_PERIOD_TOO_LONG({ hours: LONGEST_HOURS });
    const { stretches, name } = await this.unitOfWork.run(actor, async (tx) => {
      const seen = await this.sight.visibleStretches(tx, actor, deviceId, during);
      const device = await this.equipment.findDevice(tx, { id: deviceId });
      const details = { from: during.from.toISOString(), to: during.to.toISOString(), format };
      await this.audit.record(tx, {
        action: 'telemetry.exportTrack',
        subject: { kind: 'device', id: deviceId },
        details,
      });
      return { stretches: seen, name: device?.assetCode ?? deviceId };
    });
    return {
      stream: writeTrack(format, { deviceId, name, points: this.points(deviceId, stretches) }),
      contentType: TRACK_MEDIA_TYPES[format],
      fileName: `${name}-${during.from.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.${format}`,
    };
  }

  /** A new segment begins with each stretch and after each gap; what a gap is, the first frames of the stretch tell. */
  private async *points(deviceId: string, stretches: readonly Period[]): AsyncGenerator<ExportedPoint> {
    let segment = 0;
    for (const stretch of stretches) {
      let previous: TrackedPoint | undefined;
      let limit: number | undefined;
      for await (const page of this.pages(deviceId, stretch)) {
        limit ??= gapLimitSeconds(page);
        for (const point of page) {
          const silence = previous ? (point.at.getTime() - previous.at.getTime()) / 1000 : Infinity;
          if (silence > limit) segment += 1;
          yield { ...point, segment };
          previous = point;
        }
      }
    }
  }

  private async *pages(deviceId: string, stretch: Period): AsyncGenerator<readonly TrackedPoint[]> {
    let after: PointKey | undefined;
    do {
      const from = after;
      const page = await this.unitOfWork.read((tx) => this.repository.pointsAfter(tx, deviceId, stretch, from, PAGE));
      yield page.points;
      after = page.last;
    } while (after);
  }
}
