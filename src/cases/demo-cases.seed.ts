import { Injectable } from '@nestjs/common';
import { Grants, People, type Role, UnitTree } from '../identity/index.js';
import { Clock, DemonstrationSeed, newId, type Tx } from '../platform/index.js';
import type { CaseFile } from './case-file.entity.js';
import { NO_FOLLOW_UP } from './follow-up.rules.js';
import { CaseRepository } from './case.repository.js';

const HOUR_MS = 3_600_000;
const MEMBERS: readonly Role[] = ['case_handler', 'field_officer', 'tester', 'pilot'];

/** The case of the demonstration, of 献县 in 沧州. */
export const DEMO_CASE = {
  number: '献检公益立〔2026〕演示1号',
  title: '子牙河献县段排污口水质异常案（演示）',
  adcode: '130929',
  place: { lon: 116.118, lat: 38.196 },
} as const;

/** One case that something has been done for; its members are those who did it. */
@Injectable()
export class DemoCasesSeed {
  constructor(
    private readonly cases: CaseRepository,
    private readonly grants: Grants,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly clock: Clock,
  ) {}

  @DemonstrationSeed(35)
  async seed(tx: Tx): Promise<void> {
    const { number, title, adcode, place } = DEMO_CASE;
    const unit = this.units.byAdcode(adcode);
    if (!unit || (await this.cases.findByNumber(tx, number))) return;
    const members = [];
    for (const role of MEMBERS) members.push(...(await this.people.ofUnit(tx, [unit.id], role)));
    const [handler] = members;
    if (!handler) throw new Error(`the demonstration has nobody in ${adcode}`);
    const openedAt = new Date(this.clock.now().getTime() - 72 * HOUR_MS);
    const head = { id: newId(), number, title, domain: 'environment', unitId: unit.id } as const;
    const file: CaseFile = {
      ...head,
      ...place,
      ...NO_FOLLOW_UP,
      stage: 'investigating',
      openedAt,
      openedBy: handler.id,
    };
    await this.cases.insert(tx, file);
    for (const { id: userId } of members) {
      await this.cases.addMember(tx, { caseId: file.id, userId, addedAt: openedAt, addedBy: handler.id });
      await this.grants.grant(tx, { userId, scopeKind: 'case', scopeId: file.id, capability: 'write' });
    }
  }
}
