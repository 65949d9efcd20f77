import { Injectable } from '@nestjs/common';
import { CasesService } from '../../../cases/index.js';
import { People, UnitTree } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import type { SiteRecord } from '../site-record.entity.js';
import type { PrintedRecord } from './site-record.paper.js';

/** The names on a record, for its ids. */
@Injectable()
export class RecordNames {
  constructor(
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly cases: CasesService,
  ) {}

  async of(
    tx: Tx,
    { unitId, caseId, content }: SiteRecord,
  ): Promise<Pick<PrintedRecord, 'unitName' | 'caseNumber' | 'collectorNames'>> {
    const found = new Map((await this.people.findMany(tx, content.collectorIds)).map((person) => [person.id, person]));
    return {
      unitName: this.units.find(unitId)?.name ?? '',
      caseNumber: (await this.cases.find(tx, caseId))?.number ?? '',
      collectorNames: content.collectorIds.map((id) => found.get(id)?.displayName ?? id),
    };
  }
}
