import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { SYSTEM, type Tx, UnitOfWork } from '../../../platform/index.js';
import { MaintenanceNotices } from './maintenance.notices.js';
import { MaintenanceRepository, type UpkeepRow } from './maintenance.repository.js';
import { maintenanceDue, SOON_SHARE } from './maintenance.rules.js';

const PAGE = 200;

/** Tells those who keep a device when work on it is about to be due, and when it is: once for each interval. */
@Injectable()
export class MaintenanceWatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly maintenance: MaintenanceRepository,
    private readonly notices: Notices,
  ) {}

  /** @param today date in China */
  async tell(today: string): Promise<void> {
    let after: readonly [string, string] | undefined;
    do {
      after = await this.unitOfWork.run(SYSTEM, async (tx) => {
        const rows = await this.maintenance.upkeep(tx, { share: SOON_SHARE, today, after, limit: PAGE });
        for (const row of rows) await this.tellOf(tx, row, today);
        const last = rows.at(-1);
        return rows.length < PAGE || !last ? undefined : ([last.deviceId, last.planId] as const);
      });
    } while (after !== undefined);
  }

  private async tellOf(tx: Tx, row: UpkeepRow, today: string): Promise<void> {
    const { deviceId, assetCode, unitId, planId, title, sinceOn } = row;
    const { state, share } = maintenanceDue(row, row, today);
    const notice = state === 'due' ? MaintenanceNotices.MAINTENANCE_OVERDUE : MaintenanceNotices.MAINTENANCE_SOON;
    await this.notices.tell(tx, {
      to: { role: { unitId, role: 'equipment_manager' } },
      content: notice({ assetCode, title, percent: Math.floor(share * 100) }),
      subject: { kind: 'device', id: deviceId },
      occasion: `${planId} ${sinceOn}`,
    });
  }
}
