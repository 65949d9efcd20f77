import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { MeasurementView } from '../measurements/measurement.schemas.js';
import { MeasurementsService } from '../measurements/measurements.service.js';
import type { ExportFrame } from './export.builder.js';

const PIECE = 100;

export type ExportedMeasurement = z.input<typeof MeasurementView>;

/** The measurements of a case, as the one who asked for the export may see them. */
@Injectable()
export class ExportedMeasurements {
  constructor(private readonly measurements: MeasurementsService) {}

  /** Oldest first. */
  async of({ row, requester }: ExportFrame): Promise<ExportedMeasurement[]> {
    const found: ExportedMeasurement[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.measurements.list(requester, { caseId: row.caseId, limit: PIECE, cursor });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found.toReversed();
  }
}
