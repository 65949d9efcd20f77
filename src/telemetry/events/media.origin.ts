import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import { inSameHands } from '../devices/pairing.rules.js';
import { TopologyRepository } from '../devices/topology.repository.js';
import type { Use } from '../services/service-access.js';

/** Where a file comes from: the message names the gateway only. */
@Injectable()
export class MediaOrigin {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly topology: TopologyRepository,
  ) {}

  /** The aircraft, and whose it was to use, at that instant: a message may be read again long after. */
  async of(tx: Tx, gateway: DeviceSummary, at: Date): Promise<Use & { readonly aircraftId: string | null }> {
    const aircraft = await this.aircraftOf(tx, gateway, at);
    const device = aircraft ?? gateway;
    const custody = await this.custodyAt(tx, device, at);
    return {
      aircraftId: aircraft?.id ?? null,
      unitId: custody?.holderUnitId ?? device.unitId,
      holderId: custody?.holderUserId ?? null,
      caseId: custody?.caseId ?? null,
    };
  }

  /** Switched off in its dock it is no pair any more, but of one set with it still. */
  private async aircraftOf(tx: Tx, gateway: DeviceSummary, at: Date): Promise<DeviceSummary | undefined> {
    const id = (await this.topology.aircraftAt(tx, gateway.id, at)) ?? gateway.partOfId;
    const aircraft = id ? await this.equipment.findDevice(tx, { id }) : undefined;
    if (!aircraft || gateway.partOfId === aircraft.id || aircraft.partOfId === gateway.id) return aircraft;
    const [one, other] = [await this.custodyAt(tx, gateway, at), await this.custodyAt(tx, aircraft, at)];
    return inSameHands(one, other) ? aircraft : undefined;
  }

  private custodyAt(tx: Tx, { id, partOfId }: DeviceSummary, at: Date) {
    return this.equipment.custodyAt(tx, partOfId ?? id, at);
  }
}
