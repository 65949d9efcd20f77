import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { type BoundaryFeature, featuresFromTopology } from '../../geo/index.js';
import { Clock, CONFIG, type Config, DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { hashPassword } from '../auth/passwords.js';
import { BoundaryImport } from '../units/boundary-import.service.js';
import { Places } from '../units/places.service.js';
import { readResource } from '../units/boundary-resources.js';
import { Unit } from '../units/unit.entity.js';
import { unitsByRule } from '../units/unit-names.rules.js';
import { UnitTree } from '../units/unit-tree.js';
import { AppUser } from '../users/app-user.entity.js';
import { demoPeople } from './demo-people.js';

const SOURCE = 'Generalised boundaries for demonstration (resources/boundaries/NOTICE)';

/** Boundaries, the 180 units by rule, and people with passwords made at random for this installation. */
@Injectable()
export class IdentitySeed {
  constructor(
    private readonly boundaries: BoundaryImport,
    private readonly places: Places,
    private readonly units: UnitTree,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @DemonstrationSeed(10)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(AppUser).count()) > 0) return;
    const features = demonstrationBoundaries();
    await this.boundaries.put(tx, features, SOURCE);
    await this.places.reload(tx);
    const areas = features.map((feature) => ({
      ...feature,
      parent: feature.parent ?? null,
      label: [feature.label.lon, feature.label.lat] as const,
    }));
    const named = unitsByRule(areas);
    const ids = await this.seedUnits(tx, named);
    await this.units.reload(tx);
    const people = await this.seedPeople(tx, ids);
    const names = new Map(named.map(({ key, name }) => [key, name]));
    // Before the commit: people whose passwords nobody can read would be lost for ever.
    this.writeLogIns(
      people.map(({ unitKey, username, password, role }) => ({ username, password, role, unit: names.get(unitKey) })),
    );
  }

  private async seedUnits(tx: Tx, named: ReturnType<typeof unitsByRule>): Promise<Map<string, string>> {
    const ids = new Map(named.map(({ key }) => [key, newId()]));
    const createdAt = this.clock.now();
    const rank = { province: 0, city: 1, county: 2 } as const;
    const rows = [...named]
      .sort((a, b) => rank[a.tier] - rank[b.tier])
      .map(({ key, parentKey, tier, adcode, name, lon, lat }) => ({
        id: ids.get(key),
        parentId: parentKey === null ? null : ids.get(parentKey),
        tier,
        adcode,
        name,
        lon,
        lat,
        createdAt,
      }));
    await tx.repository(Unit).insert(rows);
    return ids;
  }

  private async seedPeople(tx: Tx, unitIds: ReadonlyMap<string, string>) {
    const people = demoPeople().map((person) => ({ ...person, password: randomBytes(9).toString('base64url') }));
    const createdAt = this.clock.now();
    const rows = await Promise.all(
      people.map(async ({ username, displayName, role, unitKey, password }) => ({
        id: newId(),
        username,
        displayName,
        passwordHash: await hashPassword(password),
        unitId: unitIds.get(unitKey),
        roles: [role],
        state: 'active' as const,
        demonstration: true,
        accessVersion: 1,
        createdAt,
      })),
    );
    await tx.repository(AppUser).insert(rows);
    return people;
  }

  private writeLogIns(logIns: readonly object[]): void {
    const file = join(this.config.SKYDOCKET_DATA_DIR, 'demo-users.json');
    writeFileSync(`${file}.new`, JSON.stringify(logIns, null, 2), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
}

function demonstrationBoundaries(): readonly BoundaryFeature[] {
  const reading = featuresFromTopology(readResource('hebei.topo.json') as Parameters<typeof featuresFromTopology>[0]);
  if (!reading.ok) throw new Error(`resources/boundaries/hebei.topo.json: ${reading.code}`);
  return reading.features;
}
