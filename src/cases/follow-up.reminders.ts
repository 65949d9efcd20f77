import { Injectable } from '@nestjs/common';
import { Notices } from '../identity/index.js';
import { chinaDateOf, Clock, OnEveryMinute, SYSTEM, type Tx, UnitOfWork } from '../platform/index.js';
import type { CaseFile } from './case-file.entity.js';
import { CaseMembers } from './case-members.js';
import { CaseNotices } from './case.notices.js';
import { CaseRepository } from './case.repository.js';

const AT_ONCE = 100;

/** Tells the members of a case, and the handlers of its unit, on the day of its follow-up; once for each day that was set. */
@Injectable()
export class FollowUpReminders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cases: CaseRepository,
    private readonly members: CaseMembers,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  @OnEveryMinute('cases.follow_ups')
  run(): Promise<void> {
    return this.remind(this.clock.now());
  }

  async remind(now: Date): Promise<void> {
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      for (const file of await this.cases.followUpsToTell(tx, chinaDateOf(now), AT_ONCE)) await this.tell(tx, file);
    });
  }

  private async tell(tx: Tx, { id, number, title, unitId, followUpOn }: CaseFile): Promise<void> {
    if (followUpOn === null) return;
    await this.notices.tell(tx, {
      to: { userIds: await this.members.of(tx, id), role: { unitId, role: 'case_handler' } },
      content: CaseNotices.CASE_FOLLOW_UP_DUE({ number, title, day: followUpOn }),
      subject: { kind: 'case', id },
      occasion: followUpOn,
    });
    await this.cases.followUpTold(tx, id, followUpOn);
  }
}
