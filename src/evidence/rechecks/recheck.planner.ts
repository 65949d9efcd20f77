import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../platform/index.js';
import { TRACK_WITHIN_MS } from '../chain/surroundings.reader.js';
import type { Corroboration } from '../corroboration/corroboration.types.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { RecheckRepository } from './recheck.repository.js';

/** Frames that lie farther back than half a minute tell of themselves that they are late; this much is waited for the others. */
const FRAMES_ARRIVE_WITHIN_MS = 60_000;
/** Previews are made within seconds; of a whole memory card it may take minutes. */
const PREVIEW_WITHIN_MS = 60_000;
const PREVIEW_WAITED_FOR_MS = 60 * 60_000;

/** Says when an item is to be checked again for what is known to come. */
@Injectable()
export class RecheckPlanner {
  constructor(
    private readonly rechecks: RecheckRepository,
    private readonly clock: Clock,
  ) {}

  async after(
    tx: Tx,
    { id, deviceId, capturedAt, receivedAt }: EvidenceItem,
    { checks }: Corroboration,
  ): Promise<void> {
    const now = this.clock.now().getTime();
    const framesBy = (capturedAt?.getTime() ?? 0) + TRACK_WITHIN_MS + FRAMES_ARRIVE_WITHIN_MS;
    if (deviceId !== null && framesBy > now && framesBy < now + 2 * TRACK_WITHIN_MS) {
      await this.rechecks.plan(tx, id, 'telemetry', new Date(framesBy));
    }
    const waits = checks.some(({ reason }) => reason === 'BRIGHTNESS_NOT_MEASURED');
    if (waits && now < receivedAt.getTime() + PREVIEW_WAITED_FOR_MS) {
      await this.rechecks.plan(tx, id, 'preview', new Date(now + PREVIEW_WITHIN_MS));
    }
  }
}
