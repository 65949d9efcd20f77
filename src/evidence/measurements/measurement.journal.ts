import { Injectable } from '@nestjs/common';
import { AuditTrail, Clock, newId, type Tx } from '../../platform/index.js';
import { CustodyLog } from '../custody/custody-log.js';
import type { MeasuredItem, Measurement } from './measurement.entity.js';
import { MeasurementRepository } from './measurement.repository.js';
import type { MeasurementWish } from './measurement.schemas.js';
import { type Finding, Measurer } from './measurer.js';

/** Measures, and writes down what was found with everything it rests on. */
@Injectable()
export class MeasurementJournal {
  constructor(
    private readonly measurer: Measurer,
    private readonly measurements: MeasurementRepository,
    private readonly custody: CustodyLog,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Surfaces are read whole: that is written down before a byte is, whatever becomes of the measuring. */
  async open(tx: Tx, items: readonly MeasuredItem[]): Promise<void> {
    for (const { itemId, role } of items)
      if (role !== 'source') await this.custody.recordView(tx, itemId, 'measurement');
  }

  /** Its own step, because a transaction must not wait for a raster. @throws what measuring throws */
  async work(wish: MeasurementWish, items: readonly MeasuredItem[]): Promise<Finding> {
    return this.measurer.measure(wish, new Map(items.map(({ itemId, sha256 }) => [itemId, sha256])));
  }

  async enter(
    tx: Tx,
    {
      wish,
      unitId,
      items,
      finding,
    }: { wish: MeasurementWish; unitId: string; items: readonly MeasuredItem[]; finding: Finding },
  ): Promise<Measurement> {
    const { kind, title, caseId } = wish;
    const { method, geometry, bounds, result, uncertainty } = finding;
    const measurement: Measurement = {
      id: newId(),
      kind,
      title: title ?? null,
      unitId,
      caseId: caseId ?? null,
      geometry,
      bounds,
      items,
      inputs: inputsOf(wish),
      method,
      result,
      uncertainty,
      measuredBy: tx.actor.id,
      measurer: { ...tx.actor.snapshot, name: tx.actor.name },
      measuredAt: this.clock.now(),
    };
    await this.measurements.insert(tx, measurement);
    await this.audit.record(tx, {
      action: 'evidence.measure',
      subject: { kind: 'measurement', id: measurement.id },
      details: { kind, method, caseId: caseId ?? null, itemIds: items.map(({ itemId }) => itemId) },
    });
    return measurement;
  }
}

/** What was given beside the shape and the evidence. */
function inputsOf(wish: MeasurementWish): Readonly<Record<string, unknown>> {
  switch (wish.kind) {
    case 'area':
    case 'length':
      return { positionSigmaMetres: wish.positionSigmaMetres ?? null };
    case 'height':
      return { from: wish.from, to: wish.to };
    case 'volume':
    default:
      return { baseMetres: wish.baseMetres ?? null, heightSigmaMetres: wish.heightSigmaMetres ?? null };
  }
}
