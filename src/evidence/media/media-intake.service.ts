import { Injectable } from '@nestjs/common';
import { type Actor, type Tx, UnitOfWork } from '../../platform/index.js';
import type { StoredObject } from '../../telemetry/index.js';
import type { EvidenceFlag } from '../evidence.codes.js';
import type { Arrival } from '../intake/arrival.reader.js';
import { Registrar } from '../intake/registrar.js';
import { MediaArrivalReader } from './media-arrival.reader.js';
import { MediaDestinations } from './media-destination.service.js';
import { MediaRecords } from './media-records.service.js';
import type { ArrivedMedia, MediaReport } from './media.types.js';

/** Makes evidence of what came into the store. An object is taken in once, however often and by whomever it is reported. */
@Injectable()
export class MediaIntake {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly arrivals: MediaArrivalReader,
    private readonly destinations: MediaDestinations,
    private readonly registrar: Registrar,
    private readonly records: MediaRecords,
  ) {}

  /** Id of the item that the object is, or was before. */
  async take(actor: Actor, object: StoredObject, report: MediaReport): Promise<string> {
    const known = await this.unitOfWork.read((tx) => this.records.find(tx, object.id));
    if (known) return this.hear(actor, object, known, report);
    const arrival = await this.arrivals.read(object, report);
    return this.unitOfWork.run(actor, async (tx) => {
      const { known: earlier, first } = await this.records.lock(tx, object);
      if (earlier) {
        if (isNews(earlier, report)) await this.records.report(tx, earlier, report);
        return earlier.itemId;
      }
      if (first) return this.records.join(tx, object, report, first);
      return this.enter(tx, object, report, arrival);
    });
  }

  /** A report about what is here: the bytes are not asked for, they may be gone. */
  private async hear(actor: Actor, object: StoredObject, known: ArrivedMedia, report: MediaReport): Promise<string> {
    if (!isNews(known, report)) return known.itemId;
    return this.unitOfWork.run(actor, async (tx) => {
      const { known: now = known } = await this.records.lock(tx, object);
      if (isNews(now, report)) await this.records.report(tx, now, report);
      return now.itemId;
    });
  }

  private async enter(tx: Tx, object: StoredObject, report: MediaReport, arrival: Arrival): Promise<string> {
    const destination = await this.destinations.of(tx, object, report, arrival);
    const flags: EvidenceFlag[] = [...arrival.flags];
    if (report.by === 'nobody') flags.push('UNANNOUNCED');
    if (!destination.caseFile) flags.push('CASE_NOT_FOUND');
    const receipt = { arrival: { ...arrival, flags }, destination, idempotencyKey: null };
    const { id, deviceId } = await this.registrar.enter(tx, receipt);
    await this.records.first(tx, object, report, { itemId: id, deviceId, caseId: destination.caseFile?.id ?? null });
    return id;
  }
}

function isNews({ reportedBy }: ArrivedMedia, { by }: MediaReport): boolean {
  return reportedBy === 'nobody' && by !== 'nobody';
}
