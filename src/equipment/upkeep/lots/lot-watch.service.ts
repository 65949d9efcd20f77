import { Injectable } from '@nestjs/common';
import { Notices } from '../../../identity/index.js';
import { SYSTEM, type Tx, UnitOfWork, addDays } from '../../../platform/index.js';
import { LotNotices } from './lot.notices.js';
import type { LotRow } from './lot-row.js';
import { type LowKit, LotWatchRepository } from './lot-watch.repository.js';

/** A lot is spoken of this long before its last usable day. */
export const EXPIRY_NOTICE_DAYS = 30;
const PAGE = 200;

/** Tells those who keep a unit's stock what expires, what has expired and what runs low: once for each occasion. */
@Injectable()
export class LotWatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly watch: LotWatchRepository,
    private readonly notices: Notices,
  ) {}

  /** @param today date in China */
  async tell(today: string): Promise<void> {
    await this.tellOfEnding(today);
    await this.tellOfLow(today);
  }

  private async tellOfEnding(today: string): Promise<void> {
    const before = addDays(today, EXPIRY_NOTICE_DAYS + 1);
    let last: string | undefined;
    do {
      last = await this.unitOfWork.run(SYSTEM, async (tx) => {
        const lots = await this.watch.ending(tx, before, last, PAGE);
        for (const lot of lots) await this.tellOfLot(tx, lot, today);
        return lots.length < PAGE ? undefined : lots.at(-1)?.id;
      });
    } while (last !== undefined);
  }

  private async tellOfLow(today: string): Promise<void> {
    let last: LowKit | undefined;
    do {
      last = await this.unitOfWork.run(SYSTEM, async (tx) => {
        const kits = await this.watch.low(tx, today, last, PAGE);
        for (const kit of kits) await this.tellOfKit(tx, kit);
        return kits.length < PAGE ? undefined : kits.at(-1);
      });
    } while (last !== undefined);
  }

  private async tellOfLot(tx: Tx, lot: LotRow, today: string): Promise<void> {
    const { id, unitId, nameZh, nameEn, lotNumber, usableUntil, onHand } = lot;
    const notice = usableUntil < today ? LotNotices.LOT_HAS_EXPIRED : LotNotices.LOT_EXPIRES_SOON;
    await this.notices.tell(tx, {
      to: { role: { unitId, role: 'equipment_manager' } },
      content: notice({ kitZh: nameZh, kit: nameEn, lot: lotNumber, until: usableUntil, quantity: onHand }),
      subject: { kind: 'lot', id },
      occasion: usableUntil,
    });
  }

  /** Once until the unit gets some again. */
  private async tellOfKit(tx: Tx, kit: LowKit): Promise<void> {
    const { unitId, kitCode, nameZh, nameEn, minimum, available, restockedOn } = kit;
    await this.notices.tell(tx, {
      to: { role: { unitId, role: 'equipment_manager' } },
      content: LotNotices.KIT_RUNS_LOW({ kitZh: nameZh, kit: nameEn, quantity: available, minimum }),
      subject: { kind: 'unit', id: unitId },
      occasion: `${kitCode} ${restockedOn ?? '-'} ${minimum}`,
    });
  }
}
