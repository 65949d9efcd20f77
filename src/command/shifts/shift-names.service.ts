import { Injectable } from '@nestjs/common';
import { EquipmentService } from '../../equipment/index.js';
import { People, UnitTree } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The names behind the ids of a board; an id that nothing answers to stands for itself. */
export interface Names {
  person(id: string): Named;
  unit(id: string): Named;
  /** Its asset code. */
  device(id: string): string;
}

@Injectable()
export class ShiftNames {
  constructor(
    private readonly people: People,
    private readonly units: UnitTree,
    private readonly equipment: EquipmentService,
  ) {}

  async of(
    tx: Tx,
    ids: { readonly userIds: readonly string[]; readonly deviceIds: readonly string[] },
  ): Promise<Names> {
    const people = await this.people.findMany(tx, [...new Set(ids.userIds)]);
    const devices = await this.equipment.findDevices(tx, [...new Set(ids.deviceIds)]);
    const personNames = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const assetCodes = new Map(devices.map(({ id, assetCode }) => [id, assetCode]));
    return {
      person: (id) => ({ id, name: personNames.get(id) ?? id }),
      unit: (id) => ({ id, name: this.units.find(id)?.name ?? id }),
      device: (id) => assetCodes.get(id) ?? id,
    };
  }
}
