import { Injectable } from '@nestjs/common';
import { type NoticeContent, Notices, UnitTree } from '../../identity/index.js';
import { AuditTrail, Clock, type Tx } from '../../platform/index.js';
import { CommandErrors } from '../command.errors.js';
import { type HandoverRow, ShiftHandoverRepository } from './shift-handover.repository.js';
import { ShiftNotices } from './shift.notices.js';
import { type HandoverState, lapsedBefore } from './shift.rules.js';

const LONGEST_REASON = 200;

/** Writes down that a shift passes, and tells whom it concerns. */
@Injectable()
export class ShiftLedger {
  constructor(
    private readonly handovers: ShiftHandoverRepository,
    private readonly clock: Clock,
    private readonly units: UnitTree,
    private readonly notices: Notices,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws SHIFT_OFFERED_ALREADY */
  async offer(tx: Tx, row: HandoverRow, by: string): Promise<void> {
    await this.handovers.lapse(tx, row, lapsedBefore(row.offeredAt), row.offeredAt);
    await this.handovers.insert(tx, row);
    await this.record(tx, 'shift.offer', row);
    const unit = this.units.find(row.unitId)?.name ?? row.unitId;
    await this.tell(tx, row, row.givenTo, ShiftNotices.SHIFT_OFFERED({ by, unit }));
  }

  /** @throws BAD_STATE when it has ended already */
  async end(
    tx: Tx,
    before: HandoverRow,
    { state, remark, by }: { readonly state: HandoverState; readonly remark: string | undefined; readonly by: string },
  ): Promise<HandoverRow> {
    const endedAt = this.clock.now();
    const row = { ...before, state, endedAt, endRemark: remark ?? null };
    const isOver = before.offeredAt < lapsedBefore(endedAt);
    if (isOver || !(await this.handovers.end(tx, row)))
      throw CommandErrors.BAD_STATE({ subject: 'shift', state: before.state });
    await this.record(tx, 'shift.end', row);
    if (state === 'taken') await this.tell(tx, row, row.givenBy, ShiftNotices.SHIFT_TAKEN({ by }));
    if (state === 'declined') {
      const reason = (remark ?? '').slice(0, LONGEST_REASON);
      await this.tell(tx, row, row.givenBy, ShiftNotices.SHIFT_DECLINED({ by, reason }));
    }
    return row;
  }

  private async record(tx: Tx, action: string, row: HandoverRow): Promise<void> {
    const { id, unitId, desk, givenBy, givenTo, state, sheetSha256 } = row;
    const details = { unitId, desk, givenBy, givenTo, state, sheetSha256: sheetSha256.toString('hex') };
    await this.audit.record(tx, { action, subject: { kind: 'shift_handover', id }, details });
  }

  private async tell(tx: Tx, { id, state }: HandoverRow, userId: string, content: NoticeContent): Promise<void> {
    const subject = { kind: 'shift_handover', id };
    await this.notices.tell(tx, { to: { userIds: [userId] }, content, subject, occasion: state });
  }
}
