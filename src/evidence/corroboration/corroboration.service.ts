import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import { Clock, newId, type Tx } from '../../platform/index.js';
import { SurroundingsReader } from '../chain/surroundings.reader.js';
import { CustodyLog } from '../custody/custody-log.js';
import { FootprintService } from '../footprint/footprint.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import type { CorroborationRun, Occasion } from './corroboration.entity.js';
import { CorroborationRepository } from './corroboration.repository.js';
import { corroborate } from './corroboration.rules.js';
import type { PictureClaims } from './corroboration.types.js';
import { factsOf, type Known } from './facts.rules.js';

/** Runs the checks and keeps every run: a later one may know more, because telemetry arrives late. */
@Injectable()
export class CorroborationService {
  constructor(
    private readonly runs: CorroborationRepository,
    private readonly surroundings: SurroundingsReader,
    private readonly equipment: EquipmentService,
    private readonly footprints: FootprintService,
    private readonly custody: CustodyLog,
    private readonly clock: Clock,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return this.runs.latest(tx, itemId);
  }

  /** Looks everything up again. */
  async rerun(tx: Tx, item: EvidenceItem): Promise<CorroborationRun> {
    const device = await this.device(tx, item.deviceId);
    const around = device && item.capturedAt ? await this.surroundings.of(tx, device, item.capturedAt) : null;
    return this.run(tx, item, { around, device, declared: await this.device(tx, item.declaredDeviceId) }, 'demand');
  }

  /** With what was looked up already; from the same follows the ground that the item shows. */
  async run(tx: Tx, item: EvidenceItem, known: Known, occasion: Occasion): Promise<CorroborationRun> {
    await this.footprints.compute(tx, item, known.around);
    const claims = claimsOf(item);
    const result = corroborate(claims, factsOf(known, claims.position));
    const run = {
      id: newId(),
      itemId: item.id,
      occasion,
      verdict: result.verdict,
      result,
      computedAt: this.clock.now(),
    };
    await this.runs.insert(tx, run);
    await this.custody.record(tx, item.id, 'corroborated', { runId: run.id, verdict: run.verdict, occasion });
    return run;
  }

  private async device(tx: Tx, id: string | null): Promise<DeviceSummary | null> {
    return id === null ? null : ((await this.equipment.findDevice(tx, { id })) ?? null);
  }
}

function claimsOf(item: EvidenceItem): PictureClaims {
  const { capturedAt, receivedAt, lon, lat, metadata, collectors, uploadedBy } = item;
  return {
    capturedAt,
    zone: metadata.zone,
    position: lon === null || lat === null ? null : { lon, lat },
    aboveTakeoffMetres: metadata.heights.aboveTakeoffMetres,
    gimbalYawDegrees: metadata.gimbal.yawDegrees,
    airframeYawDegrees: metadata.airframe.yawDegrees,
    droneSerial: metadata.camera.droneSerial,
    receivedAt,
    personIds: [uploadedBy, ...collectors.map(({ userId }) => userId)].filter((id) => id !== null),
  };
}
