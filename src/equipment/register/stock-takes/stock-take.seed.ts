import { Injectable } from '@nestjs/common';
import { People, type Person, UnitTree } from '../../../identity/index.js';
import { Clock, DemonstrationSeed, newId, type Tx, chinaDateOf } from '../../../platform/index.js';
import { StockTake } from './stock-take.entity.js';
import { StockTakeRepositories } from './stock-take.repositories.js';

/** Dongguang county, whose people the demonstration knows. */
const COUNTY = '130923';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of the county's devices, how many are found so far. */
const FOUND_SHARE = 0.6;
/** The service's inventory sticker of an earlier system, still on a case. */
const OLD_STICKER = 'DG-2019-0417';

/** One stock-take that runs, so that there is something to go on with. */
@Injectable()
export class StockTakeSeed {
  constructor(
    private readonly repositories: StockTakeRepositories,
    private readonly units: UnitTree,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(25)
  async seed(tx: Tx): Promise<void> {
    const unit = this.units.all().find(({ adcode, tier }) => adcode === COUNTY && tier === 'county');
    if (!unit || (await tx.repository(StockTake).count()) > 0) return;
    const [keeper] = await this.people.ofUnit(tx, [unit.id], 'equipment_manager');
    const [officer] = await this.people.ofUnit(tx, [unit.id], 'field_officer');
    if (!keeper || !officer) return;
    const id = await this.open(tx, unit.id, [keeper, officer]);
    await this.scan(tx, id, officer);
  }

  private async open(tx: Tx, unitId: string, [keeper, ...others]: readonly [Person, ...Person[]]): Promise<string> {
    const now = this.clock.now();
    const id = newId();
    const stockTake = {
      id,
      unitId,
      title: '年度设备盘点',
      unitIds: [unitId],
      scope: { kind: null, category: null, parts: true },
      dueOn: chinaDateOf(new Date(now.getTime() + 7 * DAY_MS)),
      state: 'open' as const,
      openedBy: keeper.id,
      openedByName: keeper.displayName,
      openedAt: new Date(now.getTime() - 3 * HOUR_MS),
      endedBy: null,
      endedByName: null,
      endedAt: null,
      endingNote: null,
    };
    const assignees = [keeper, ...others].map((person) => ({ id: person.id, name: person.displayName }));
    await this.repositories.stockTakes.insert(tx, stockTake, assignees);
    await this.repositories.items.freeze(tx, id, { unitIds: [unitId], parts: true });
    return id;
  }

  private async scan(tx: Tx, stockTakeId: string, by: Person): Promise<void> {
    const items = await this.repositories.items.list(tx, stockTakeId, { limit: 1_000 });
    const found = items.slice(0, Math.ceil(items.length * FOUND_SHARE));
    const at = new Date(this.clock.now().getTime() - HOUR_MS);
    const common = {
      stockTakeId,
      position: null,
      scannedBy: by.id,
      scannedByName: by.displayName,
      scannedAt: at,
      recordedAt: at,
      photoIds: [],
    };
    for (const { deviceId, assetCode: code } of found)
      await this.repositories.scans.add(tx, {
        ...common,
        id: newId(),
        deviceId,
        code,
        result: 'found',
        reason: null,
        note: null,
      });
    const surplus = {
      deviceId: null,
      code: OLD_STICKER,
      result: 'unexpected' as const,
      reason: 'unknown_code' as const,
    };
    await this.repositories.scans.add(tx, { ...common, ...surplus, id: newId(), note: '仪器箱上的旧标签' });
  }
}
