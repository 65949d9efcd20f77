import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { UnitTree } from '../../identity/index.js';
import type { FlightSummary } from '../../missions/index.js';
import type { Tx } from '../../platform/index.js';
import { type SortedFiles, sortFiles } from './flown.rules.js';
import { GapReasonRepository } from './gap-reason.repository.js';

/** The files that a flight made, as far as those whose flight it was see them and their own words agree with it. */
@Injectable()
export class FlownFiles {
  constructor(
    private readonly repository: GapReasonRepository,
    private readonly equipment: EquipmentService,
    private readonly units: UnitTree,
  ) {}

  async of(tx: Tx, { id, unitId, caseId, deviceId, during, pilotId }: FlightSummary): Promise<SortedFiles> {
    const party = { unitIds: this.units.subtree(unitId), caseIds: caseId === null ? [] : [caseId] };
    const device = deviceId === null ? undefined : await this.equipment.findDevice(tx, { id: deviceId });
    const files = await this.repository.filesOf(tx, id, party);
    return sortFiles(files, { during, pilotId, serial: device?.serial ?? null });
  }
}
