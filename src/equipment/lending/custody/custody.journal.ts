import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/index.js';
import type { CustodyFact, EquipmentEvent, HandedOverFact } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import type { CustodyRow } from './custody-row.js';

/** What the audit holds beyond the fact itself: who signed which drawing, by digest. */
type Details = Readonly<Record<string, unknown>>;

/** Changes of custody as the audit and others hear of them. */
@Injectable()
export class CustodyJournal {
  constructor(private readonly journal: Journal) {}

  async checkedOut(tx: Tx, custody: CustodyRow, details: Details): Promise<void> {
    await this.record(tx, 'equipment.checkOut', 'equipment.checked_out', custody, details);
  }

  async handedBack(tx: Tx, custody: CustodyRow, details: Details): Promise<void> {
    await this.record(tx, 'equipment.handBack', 'equipment.handed_back', custody, details);
  }

  /** From hand to hand: `closed` ends and `opened` begins in the same instant. */
  async handedOver(tx: Tx, closed: CustodyRow, opened: CustodyRow, details: Details): Promise<void> {
    const next = { nextCustodyId: opened.id, nextHolderUserId: opened.holderId, nextHolderUnitId: opened.holderUnitId };
    const payload: HandedOverFact = { ...custodyFact(closed), ...next };
    await this.journal.record(tx, {
      action: 'equipment.handOver',
      subject: { kind: 'device', id: closed.deviceId },
      event: 'equipment.handed_over',
      aggregate: `device:${closed.deviceId}`,
      payload: { ...payload },
      details,
    });
  }

  private async record(
    tx: Tx,
    action: string,
    event: EquipmentEvent,
    custody: CustodyRow,
    details: Details,
  ): Promise<void> {
    await this.journal.record(tx, {
      action,
      subject: { kind: 'device', id: custody.deviceId },
      event,
      aggregate: `device:${custody.deviceId}`,
      payload: { ...custodyFact(custody) },
      details,
    });
  }
}

export function custodyFact(custody: CustodyRow): CustodyFact {
  const { id, bookingId, deviceId, ownerUnitId, holderId, holderUnitId, caseId, checkedOutAt, returnedAt } = custody;
  return {
    custodyId: id,
    bookingId,
    deviceId,
    ownerUnitId,
    holderUserId: holderId,
    holderUnitId,
    caseId,
    checkedOutAt: checkedOutAt.toISOString(),
    returnedAt: returnedAt?.toISOString() ?? null,
  };
}
