import { Injectable } from '@nestjs/common';
import type { DispatchDevice } from '../../equipment/index.js';
import { Roster, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';

/** Names of units, and who of the people is on duty. */
@Injectable()
export class DispatchNames {
  constructor(
    private readonly roster: Roster,
    private readonly units: UnitTree,
  ) {}

  of(unitId: string): string {
    return this.units.find(unitId)?.name ?? '';
  }

  async onDuty(tx: Tx, devices: readonly DispatchDevice[], at: Date): Promise<ReadonlySet<string>> {
    const ids = new Set(devices.flatMap(({ people }) => people.map(({ id }) => id)));
    return this.roster.onDutyOf(tx, [...ids], at);
  }
}
