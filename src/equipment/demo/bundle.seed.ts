import { Injectable } from '@nestjs/common';
import { UnitTree } from '../../identity/index.js';
import { Clock, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Bundle, BundleItem } from '../register/bundles/bundle.entity.js';
import { DeviceKind } from '../register/pool/device-kind.entity.js';
import { Device } from '../register/pool/device.entity.js';
import { DEMO_BUNDLES, type DemoBundle } from './demo-bundles.js';

/** What units of the demonstration usually lend together. */
@Injectable()
export class BundleSeed {
  constructor(
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(21)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(Bundle).count()) > 0) return;
    for (const bundle of DEMO_BUNDLES) await this.seedBundle(tx, bundle);
  }

  private async seedBundle(tx: Tx, { adcode, name, description, items }: DemoBundle): Promise<void> {
    const unit = this.units.byAdcode(adcode);
    if (!unit) return;
    const at = this.clock.now();
    const id = newId();
    const stamps = { version: 1, createdAt: at, updatedAt: at, withdrawnAt: null };
    await tx.repository(Bundle).insert({ id, unitId: unit.id, name, description, ...stamps });
    for (const [ordinal, { kindCode, own = false, quantity = 1, required = true }] of items.entries()) {
      const kind = await tx.repository(DeviceKind).findOneByOrFail({ code: kindCode });
      const device = own ? await tx.repository(Device).findOneByOrFail({ kindId: kind.id, unitId: unit.id }) : null;
      await tx.repository(BundleItem).insert({
        id: newId(),
        bundleId: id,
        ordinal,
        deviceId: device?.id ?? null,
        kindId: device ? null : kind.id,
        quantity,
        capabilities: [],
        isRequired: required,
        label: null,
      });
    }
  }
}
