import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { type KnownOrigin, OriginService } from '../chain/origin.service.js';
import { FootprintService } from '../footprint/footprint.service.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { maySee, type ReaderSight } from '../items/item-sight.rules.js';
import { RecheckPlanner } from '../rechecks/recheck.planner.js';
import type { CorroborationRun, Occasion } from './corroboration.entity.js';
import { CorroborationRecorder } from './corroboration.recorder.js';
import { corroborate } from './corroboration.rules.js';
import type { Corroboration, PictureClaims } from './corroboration.types.js';
import { factsOf, type Known } from './facts.rules.js';
import { lightOf } from './light.rules.js';
import { PreviewLight } from './preview-light.js';

/** Runs the checks and keeps every run: a later one may know more, because telemetry arrives late. */
@Injectable()
export class CorroborationService {
  constructor(
    private readonly recorder: CorroborationRecorder,
    private readonly origins: OriginService,
    private readonly footprints: FootprintService,
    private readonly previews: PreviewLight,
    private readonly planner: RecheckPlanner,
  ) {}

  async latest(tx: Tx, itemId: string): Promise<CorroborationRun | null> {
    return this.recorder.latest(tx, itemId);
  }

  /** For one reader: who may not know what the item is held against does not learn either when more became known of it. */
  async latestFor(tx: Tx, itemId: string, sight: ReaderSight): Promise<CorroborationRun | null> {
    return maySee('corroboration', 'surroundings', sight)
      ? this.recorder.latest(tx, itemId)
      : this.recorder.latestApart(tx, itemId);
  }

  /** Looks everything up again. */
  async rerun(tx: Tx, item: EvidenceItem, occasion: Exclude<Occasion, 'intake'>): Promise<CorroborationRun> {
    return this.run(tx, item, await this.origins.knownOf(tx, item), occasion);
  }

  /** With what was looked up already; from the same follows the ground that the item shows. */
  async run(tx: Tx, item: EvidenceItem, known: KnownOrigin, occasion: Occasion): Promise<CorroborationRun> {
    await this.footprints.compute(tx, item, known);
    const result = await this.resultOf(item, known, occasion);
    const run = await this.recorder.keep(tx, item, result, { occasion, isOwn: known.isOwn });
    await this.planner.after(tx, item, result);
    return run;
  }

  /** Pixels are looked at only where they could decide something, and never while a file is being received. */
  private async resultOf(item: EvidenceItem, known: Known, occasion: Occasion): Promise<Corroboration> {
    const claims = claimsOf(item);
    const facts = factsOf(known, claims.position);
    const result = corroborate(claims, facts);
    const isAsked = result.checks.some(({ reason }) => reason === 'BRIGHTNESS_NOT_MEASURED');
    if (!isAsked || occasion === 'intake') return result;
    return corroborate(claims, { ...facts, brightness: await this.previews.of(item.sha256) });
  }
}

function claimsOf(item: EvidenceItem): PictureClaims {
  const { capturedAt, receivedAt, lon, lat, positionSource, metadata, collectors, uploadedBy } = item;
  return {
    capturedAt,
    zone: metadata.zone,
    position: lon === null || lat === null ? null : { lon, lat },
    positionSource,
    aboveTakeoffMetres: metadata.heights.aboveTakeoffMetres,
    gimbalYawDegrees: metadata.gimbal.yawDegrees,
    airframeYawDegrees: metadata.airframe.yawDegrees,
    droneSerial: metadata.camera.droneSerial,
    light: lightOf(metadata.tags),
    receivedAt,
    personIds: [uploadedBy, ...collectors.map(({ userId }) => userId)].filter((id) => id !== null),
  };
}
