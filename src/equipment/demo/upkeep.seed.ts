import { Injectable } from '@nestjs/common';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { KitMinimum } from '../upkeep/lots/lot.entity.js';
import { DeviceUsage } from '../register/pool/device-usage.entity.js';
import { MaintenancePlan } from '../upkeep/maintenance/maintenance.entity.js';
import { LOW_KIT } from './demo-stock.js';

/** More than one owner of the kit holds. */
const LOW_MINIMUM = 1_000;

const PLANNED_KIND = 'matrice-30t';
const PLAN = { title: '每50飞行小时保养', everySeconds: 50 * 3_600, blocks: true } as const;
/** A little more than nine tenths of the interval. */
const USED_SECONDS = 46 * 3_600;

interface Found {
  readonly id: string;
  readonly kindId: string;
}

/** One kind of drone that is looked after by flight hours, its first device soon; one unit that is low on a kit. */
@Injectable()
export class UpkeepSeed {
  constructor(private readonly clock: Clock) {}

  @DemonstrationSeed(21)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(MaintenancePlan).count()) > 0) return;
    await this.seedPlan(tx);
    await this.seedMinimum(tx);
  }

  private async seedPlan(tx: Tx): Promise<void> {
    const at = this.clock.now();
    const device = await tx.queryOne<Found>(
      `SELECT d.id, k.id AS "kindId" FROM device d JOIN device_kind k ON k.id = d.kind_id
       WHERE k.code = $1 ORDER BY lower(d.asset_code) LIMIT 1`,
      [PLANNED_KIND],
    );
    if (!device) return;
    await tx.repository(MaintenancePlan).insert({ ...PLAN, id: newId(), kindId: device.kindId, createdAt: at });
    const usage = { deviceId: device.id, source: 'demo', seconds: USED_SECONDS, recordedAt: at };
    await tx.repository(DeviceUsage).insert({ ...usage, id: newId() });
  }

  private async seedMinimum(tx: Tx): Promise<void> {
    const lot = await tx.queryOne<{ unitId: string; kitKindId: string }>(
      `SELECT t.unit_id AS "unitId", q.id AS "kitKindId" FROM lot t JOIN kit_kind q ON q.id = t.kit_kind_id
       WHERE q.code = $1 ORDER BY t.id LIMIT 1`,
      [LOW_KIT],
    );
    if (!lot) return;
    const minimum = { ...lot, quantity: LOW_MINIMUM, updatedAt: this.clock.now() };
    await tx.repository(KitMinimum).insert(minimum);
  }
}
