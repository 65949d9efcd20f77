import { Injectable } from '@nestjs/common';
import { type DeviceSummary, EquipmentService } from '../../equipment/index.js';
import type { Tx } from '../../platform/index.js';
import { CustodyBoard } from '../devices/custody.board.js';
import { TopologyRepository } from '../devices/topology.repository.js';
import { classOfModelKey } from '../dialects/dji.codes.js';
import { Presence } from './presence.js';
import type { Reached } from './service-call.rules.js';

/** The way to a device: the gateway that is asked, and the aircraft that is switched on behind it. */
export interface Way extends Reached {
  readonly gatewayId: string;
  readonly aircraftId: string | null;
  /** Every device that the call would move. */
  readonly devices: readonly DeviceSummary[];
}

/** Who has to be asked so that a device does something. */
@Injectable()
export class GatewayFinder {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly topology: TopologyRepository,
    private readonly board: CustodyBoard,
    private readonly presence: Presence,
  ) {}

  /** Undefined for an aircraft that no gateway has announced. */
  async wayTo(tx: Tx, device: DeviceSummary): Promise<Way | undefined> {
    const { gateway, aircraft } = await this.pairOf(tx, device);
    const known = await this.topology.lastGateway(tx, gateway.id);
    const modelKey = gateway.djiModel ?? known?.modelKey ?? null;
    const gatewayClass = classOfModelKey(modelKey) ?? known?.deviceClass ?? 'unknown';
    if (gatewayClass === 'aircraft' || gateway.serial === null) return undefined;
    return {
      gatewayId: gateway.id,
      gatewaySerial: gateway.serial,
      gatewayClass,
      modelKey,
      isOnline: await this.presence.isOnline(tx, gateway.id, aircraft?.id ?? null),
      aircraftId: aircraft?.id ?? null,
      aircraftSerial: aircraft?.serial ?? null,
      devices: aircraft ? [gateway, aircraft] : [gateway],
    };
  }

  /** The aircraft that is switched on behind a gateway; null when there is none, or it is in other hands by now. */
  async aircraftOf(tx: Tx, gateway: DeviceSummary): Promise<DeviceSummary | null> {
    return (await this.pairOf(tx, gateway)).aircraft;
  }

  private async pairOf(
    tx: Tx,
    device: DeviceSummary,
  ): Promise<{ readonly gateway: DeviceSummary; readonly aircraft: DeviceSummary | null }> {
    const pairs = await this.topology.livePairsOf(tx, device.id);
    for (const { gatewayId, aircraftId } of pairs) {
      const [gateway, aircraft] = await Promise.all([
        this.find(tx, gatewayId, device),
        this.find(tx, aircraftId, device),
      ]);
      if (gateway && aircraft && this.board.speaksFor(gateway, aircraft)) return { gateway, aircraft };
    }
    return { gateway: device, aircraft: null };
  }

  private async find(tx: Tx, id: string, known: DeviceSummary): Promise<DeviceSummary | undefined> {
    return id === known.id ? known : this.equipment.findDevice(tx, { id });
  }
}
