import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../../equipment/index.js';
import { People, UnitTree } from '../../../identity/index.js';
import type { Tx } from '../../../platform/index.js';
import { SampleRepository } from '../../samples/sample.repository.js';
import type { RapidTest } from '../rapid-test.entity.js';
import type { RunResult } from './result.paper.js';

/** The names on a result, for the ids of a run. */
@Injectable()
export class ResultNames {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly samples: SampleRepository,
  ) {}

  async of(tx: Tx, { deviceId, operatorId, unitId, sampleId }: RapidTest): Promise<ResultNamesOf> {
    const device = await this.equipment.findDevice(tx, { id: deviceId });
    const operator = operatorId === null ? undefined : await this.people.find(tx, operatorId);
    return {
      unitName: this.units.find(unitId)?.name ?? '',
      instrument: device?.assetCode ?? deviceId,
      operatorName: operator?.displayName ?? null,
      sample: sampleId === null ? null : await this.samples.find(tx, sampleId),
    };
  }
}

type ResultNamesOf = Pick<RunResult, 'unitName' | 'instrument' | 'operatorName' | 'sample'>;
