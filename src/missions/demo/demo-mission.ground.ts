import { Injectable } from '@nestjs/common';
import { type CaseSummary, CasesService, DEMO_CASE } from '../../cases/index.js';
import { DemoGround } from '../../equipment/index.js';
import type { Person, Role } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';

export const CANGZHOU = '130900';

/** The case of the demonstration with the people of its unit. */
@Injectable()
export class DemoMissionGround {
  constructor(
    readonly pool: DemoGround,
    private readonly cases: CasesService,
  ) {}

  async case(tx: Tx): Promise<CaseSummary> {
    const found = await this.cases.findByNumber(tx, DEMO_CASE.number);
    if (!found) throw new Error('the demonstration has no case');
    return found;
  }

  own(tx: Tx, role: Role): Promise<Person> {
    return this.pool.person(tx, DEMO_CASE.adcode, role);
  }

  /** Hours from the first start. */
  hour(offset: number): Date {
    return this.pool.hour(offset);
  }
}
