import { Injectable } from '@nestjs/common';
import { Notices } from '../../../../identity/index.js';
import { AuditTrail, type Tx } from '../../../../platform/index.js';
import { CustodyNotices } from '../custody.notices.js';
import { CustodyPhotos } from '../papers/custody-photos.service.js';
import type { SignatureSide } from '../papers/paper.codes.js';
import { type SignatureFact, SignaturesService } from '../papers/signatures.service.js';
import type { HandOverRow } from './hand-over.repository.js';

/** One side of a hand-over signs and shows the device. */
export interface Side {
  readonly side: SignatureSide;
  /** Whose photos they are. */
  readonly custodyId: string;
  readonly at: Date;
}

interface Shown {
  readonly signature: string;
  readonly photoIds?: readonly string[] | undefined;
}

/** Signatures and photos of a hand-over; what the audit and the other side hear of it. */
@Injectable()
export class HandOverFiling {
  constructor(
    private readonly signatures: SignaturesService,
    private readonly photos: CustodyPhotos,
    private readonly audit: AuditTrail,
    private readonly notices: Notices,
  ) {}

  /** @throws SIGNATURE_UNREADABLE, FILE_UNKNOWN, PHOTO_NOT_PICTURE */
  async file(
    tx: Tx,
    { id, custodyId }: Pick<HandOverRow, 'id' | 'custodyId'>,
    { side, at, custodyId: shownWith }: Side,
    { signature, photoIds = [] }: Shown,
  ): Promise<SignatureFact[]> {
    await this.photos.attach(tx, { custodyId: shownWith, moment: 'hand_over', at }, photoIds);
    const { id: userId, name } = tx.actor;
    const signing = { custodyId, moment: 'hand_over' as const, at, handOverId: id };
    return this.signatures.sign(tx, signing, [{ side, userId, name, drawing: signature }]);
  }

  async offered(tx: Tx, row: HandOverRow, signatures: readonly SignatureFact[]): Promise<void> {
    await this.record(tx, row, 'equipment.offerHandOver', { signatures });
    const content = CustodyNotices.HAND_OVER_OFFERED({ assetCode: row.assetCode, from: row.fromUserName });
    await this.tell(tx, row, row.toUserId, content);
  }

  async refused(tx: Tx, row: HandOverRow): Promise<void> {
    await this.record(tx, row, 'equipment.refuseHandOver', { reason: row.reason });
    const content = CustodyNotices.HAND_OVER_REFUSED({ assetCode: row.assetCode, to: row.toUserName });
    await this.tell(tx, row, row.fromUserId, content);
  }

  async withdrawn(tx: Tx, row: HandOverRow): Promise<void> {
    await this.record(tx, row, 'equipment.withdrawHandOver', {});
  }

  /** The fact itself is in the audit by the journal of custody. */
  async accepted(tx: Tx, row: HandOverRow): Promise<void> {
    const content = CustodyNotices.HAND_OVER_ACCEPTED({ assetCode: row.assetCode, to: row.toUserName });
    await this.tell(tx, row, row.fromUserId, content);
  }

  private async record(tx: Tx, row: HandOverRow, action: string, details: Record<string, unknown>): Promise<void> {
    const { id: handOverId, custodyId, fromUserId, toUserId, toUnitId } = row;
    await this.audit.record(tx, {
      action,
      subject: { kind: 'device', id: row.deviceId },
      details: { handOverId, custodyId, fromUserId, toUserId, toUnitId, ...details },
    });
  }

  private async tell(tx: Tx, row: HandOverRow, userId: string, content: Parameters<Notices['tell']>[1]['content']) {
    const subject = { kind: 'check_out', id: row.custodyId };
    await this.notices.tell(tx, { to: { userIds: [userId] }, content, subject, occasion: row.id });
  }
}
