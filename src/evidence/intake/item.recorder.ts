import { Injectable } from '@nestjs/common';
import { type Digests, newId, OriginalsService, type Tx } from '../../platform/index.js';
import { ChainService } from '../chain/chain.service.js';
import { type Origin, OriginService } from '../chain/origin.service.js';
import { CorroborationService } from '../corroboration/corroboration.service.js';
import { withTrack } from '../claims/choice.rules.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { EvidenceRepository } from '../items/evidence.repository.js';
import type { Arrival } from './arrival.reader.js';
import type { Destination } from './intake.rights.js';
import { claimedColumns, claimRows } from './item.rules.js';
import { TrackHandover } from './track.handover.js';

/** An arrival with everything that was decided about it. */
export interface Receipt {
  readonly arrival: Arrival;
  readonly destination: Destination;
  readonly idempotencyKey: string | null;
}

export interface RecordedItem {
  readonly item: EvidenceItem;
  readonly origin: Origin;
}

/** Writes the record of an arrival, and ties it to the rest. */
@Injectable()
export class ItemRecorder {
  constructor(
    private readonly originals: OriginalsService,
    private readonly items: EvidenceRepository,
    private readonly origins: OriginService,
    private readonly chain: ChainService,
    private readonly corroboration: CorroborationService,
    private readonly handover: TrackHandover,
  ) {}

  /** Takes the file over; resolves when its bytes are durable. Its own step, because a transaction must not wait for a disk. */
  async keep(path: string, digests: Digests): Promise<void> {
    await this.originals.keep(path, digests);
  }

  async record(tx: Tx, receipt: Receipt): Promise<RecordedItem> {
    const { input, digests, claims, receivedAt, mediaType } = receipt.arrival;
    const capturedAt = claims.time ? new Date(claims.time.claim.at) : null;
    const hints = {
      kind: input.kind,
      recording: receipt.arrival.recording,
      declared: receipt.destination.declaredDevice,
      camera: claims.camera,
      uploaderId: tx.actor.id,
      caseId: receipt.destination.caseFile?.id ?? null,
    };
    const origin = await this.origins.of(tx, hints, capturedAt);
    const arrival = besideTrack(receipt.arrival, origin);
    const item = itemOf(tx, { ...receipt, arrival }, origin);
    await this.originals.record(tx, digests, mediaType);
    await this.items.insert(tx, item, claimRows(item.id, arrival.claims, receivedAt));
    return { item, origin };
  }

  async findByKey(tx: Tx, uploaderId: string, idempotencyKey: string): Promise<EvidenceItem | null> {
    return this.items.findByIdempotencyKey(tx, uploaderId, idempotencyKey);
  }

  /** What follows from where the item comes from: its chain, the first corroboration, and its part of a track. */
  async follow(tx: Tx, { item, origin }: RecordedItem, arrival: Arrival): Promise<void> {
    await this.chain.linkOrigin(tx, item, origin);
    await this.corroboration.run(tx, item, origin, 'intake');
    await this.handover.offer(tx, item, origin, arrival);
  }
}

/** What the file says, and what its device's track does; of a place that only the track tells, also its county. */
function besideTrack(arrival: Arrival, { onTrack }: Origin): Arrival {
  const claims = withTrack(arrival.claims, onTrack);
  return { ...arrival, claims, place: arrival.claims.position ? arrival.place : (onTrack?.place ?? arrival.place) };
}

function itemOf(tx: Tx, { arrival, destination, idempotencyKey }: Receipt, origin: Origin): EvidenceItem {
  const { input, digests, claims, tags, place, receivedAt } = arrival;
  const { id: uploaderId, kind, name, snapshot } = tx.actor;
  return {
    id: newId(),
    kind: input.kind,
    state: 'received',
    title: input.title ?? null,
    fileName: arrival.fileName,
    sha256: digests.sha256,
    sha256Declared: input.sha256 !== undefined,
    unitId: destination.unitId,
    deviceId: origin.device?.id ?? null,
    deviceFoundBy: origin.foundBy,
    declaredDeviceId: origin.declared?.id ?? null,
    flightId: origin.flight?.id ?? null,
    uploadedBy: kind === 'device' ? null : uploaderId,
    uploaderDeviceId: kind === 'device' ? uploaderId : null,
    uploader: { ...snapshot, name },
    idempotencyKey,
    collectors: destination.collectors,
    receivedAt,
    flags: [...arrival.flags, ...origin.flags],
    ...claimedColumns(claims, tags, place),
  };
}
