import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import { EvidenceEvents, type EvidenceReceived } from '../evidence.events.js';
import { EvidenceJournal } from '../evidence.journal.js';
import type { EvidenceItem } from '../items/evidence-item.entity.js';
import { type LogFact, positionInLog } from '../log/leaf.rules.js';
import { LogJournal } from '../log/log.journal.js';
import type { Receipt } from './item.recorder.js';

/** Says that an item was received: to the item's own log, the audit, the other rooms, and the transparency log. */
@Injectable()
export class IntakeJournal {
  constructor(
    private readonly journal: EvidenceJournal,
    private readonly log: LogJournal,
  ) {}

  async received(tx: Tx, item: EvidenceItem, receipt: Receipt): Promise<void> {
    const { kind, sha256, fileName, deviceId, deviceFoundBy, flightId, flags } = item;
    const { sm3, sizeBytes } = receipt.arrival.digests;
    const caseId = receipt.destination.caseFile?.id ?? null;
    const fact: EvidenceReceived = { itemId: item.id, kind, sha256, caseId, deviceId, flightId };
    await this.journal.record(tx, {
      itemId: item.id,
      action: 'evidence.receive',
      custody: 'received',
      fact: EvidenceEvents['evidence.received'],
      payload: { ...fact, sm3, sizeBytes, deviceFoundBy, flags },
      content: { fileName },
    });
    await this.log.enter(tx, preserved(tx, item, receipt));
  }
}

/** What the log keeps of an intake: the bytes by their digests, what they claimed at that moment, and no person by name. */
function preserved(tx: Tx, item: EvidenceItem, { arrival, destination }: Receipt): LogFact {
  const { id, sha256, kind, sha256Declared, capturedAt, capturedSource, lon, lat, positionSource, deviceId, fileName } =
    item;
  const { sm3, sizeBytes } = arrival.digests;
  return {
    kind: 'preserved',
    subjectId: id,
    content: {
      sha256,
      sm3,
      sizeBytes,
      mediaType: arrival.mediaType,
      kind,
      sha256Declared,
      capturedAt: capturedAt?.toISOString() ?? null,
      capturedSource,
      positionSource,
      deviceId,
      receivedAt: item.receivedAt.toISOString(),
    },
    hidden: {
      actor: tx.actor.id,
      fileName,
      caseId: destination.caseFile?.id ?? '',
      position: lon === null || lat === null ? '' : positionInLog({ lon, lat }),
    },
  };
}
