import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DeviceSummary } from '../../equipment/index.js';
import { newId, Outbox, type Tx } from '../../platform/index.js';
import type { MediaAnnouncement } from '../dialects/device-events.js';
import { TelemetryEvents } from '../telemetry.events.js';
import { MediaOrigin } from './media.origin.js';
import { MediaRepository } from './media.repository.js';

/** Keeps what devices say they have uploaded. It is evidence only when somebody brings it in. */
@Injectable()
export class MediaKeeper {
  constructor(
    private readonly repository: MediaRepository,
    private readonly origin: MediaOrigin,
    private readonly outbox: Outbox,
  ) {}

  /** A file is announced once; what is said of it again changes nothing. */
  async keep(tx: Tx, gateway: DeviceSummary, media: MediaAnnouncement, raw: Buffer): Promise<void> {
    const row = {
      ...media,
      ...(await this.origin.of(tx, gateway, media.receivedAt)),
      id: newId(),
      gatewayId: gateway.id,
      rawSha256: createHash('sha256').update(raw).digest(),
    };
    if (!(await this.repository.insert(tx, row))) return;
    const { id: mediaId, gatewayId, aircraftId, objectKey, flightId } = row;
    const type = TelemetryEvents['telemetry.media_announced'];
    const payload = { mediaId, gatewayId, aircraftId, objectKey, flightId };
    await this.outbox.record(tx, { type, aggregate: `device:${gatewayId}`, payload });
  }
}
