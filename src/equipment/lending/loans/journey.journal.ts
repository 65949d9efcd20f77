import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import type { LoanFact } from '../../equipment.events.js';
import { Journal } from '../../journal.js';
import { PoolRights } from '../../pool-rights.service.js';
import type { JourneyState } from './journey.rules.js';
import type { LoanStep } from './loan.entity.js';
import { LoanNotices } from './loan.notices.js';
import type { JourneyRow } from './loan.repository.js';

type Told = 'dispatched' | 'received' | 'return_dispatched' | 'return_received';

const NOTICES: Readonly<Record<Told, keyof typeof LoanNotices>> = {
  dispatched: 'LOAN_DISPATCHED',
  received: 'LOAN_RECEIVED',
  return_dispatched: 'LOAN_RETURN_DISPATCHED',
  return_received: 'LOAN_RETURN_RECEIVED',
};

/** Steps of a journey as the audit, other rooms and the other side hear of them. */
@Injectable()
export class JourneyJournal {
  constructor(
    private readonly journal: Journal,
    private readonly notices: Notices,
    private readonly rights: PoolRights,
  ) {}

  async stepped(tx: Tx, row: JourneyRow, step: LoanStep): Promise<void> {
    const { id: journeyId, bookingId, deviceId, ownerUnitId, borrowerUnitId, state } = row;
    const payload: LoanFact = {
      journeyId,
      bookingId,
      deviceId,
      ownerUnitId,
      borrowerUnitId,
      state,
      at: step.at.toISOString(),
    };
    const { carrier, waybill, signature } = step;
    const signatureSha256 = signature && createHash('sha256').update(signature).digest('hex');
    await this.journal.record(tx, {
      action: `equipment.loan.${state}`,
      subject: { kind: 'device', id: deviceId },
      event: 'equipment.loan_moved',
      aggregate: `device:${deviceId}`,
      payload: { ...payload },
      details: { carrier, waybill, signatureSha256 },
    });
    if (isTold(state)) await this.tellOtherSide(tx, row, state, step.id);
  }

  private async tellOtherSide(tx: Tx, row: JourneyRow, state: Told, occasion: string): Promise<void> {
    const { ownerUnitId, borrowerUnitId, assetCode: device, carrier, waybill } = row;
    const byOwner = state === 'dispatched' || state === 'return_received';
    const names = { owner: this.rights.nameOf(ownerUnitId), borrower: this.rights.nameOf(borrowerUnitId) };
    const sent = { carrier: carrier ?? '', waybill: waybill ?? '' };
    await this.notices.tell(tx, {
      to: { role: { unitId: byOwner ? borrowerUnitId : ownerUnitId, role: 'equipment_manager' } },
      content: LoanNotices[NOTICES[state]]({ ...names, device, ...sent }),
      subject: { kind: 'loan_journey', id: row.id },
      occasion,
    });
  }
}

function isTold(state: JourneyState): state is Told {
  return Object.hasOwn(NOTICES, state);
}
